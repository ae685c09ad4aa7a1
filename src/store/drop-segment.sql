ALTER TABLE events DROP PARTITION ({log:String}, {segment:UInt32})
