SELECT greatest((SELECT max(mark) FROM editions), (SELECT max(mark) FROM published)) AS mark
