namespace Bulwark.Waf.Injection.Sql;

/// <summary>The words of MySQL, PostgreSQL, SQLite, SQL Server and Oracle that injections are made of.</summary>
internal static class SqlWords
{
    /// <summary>Each row: what the words are, what else is known of them, and the words, in lower case; <c>+</c> stands between the words of a phrase.</summary>
    public static IReadOnlyList<(SqlKind Kind, SqlTraits Traits, string Words)> Rows { get; } =
    [
        (SqlKind.Logic, SqlTraits.None, "and or xor"),
        (SqlKind.Operator, SqlTraits.Unary | SqlTraits.StartsPhrase, "not"),
        (SqlKind.Operator, SqlTraits.Unary, "binary prior"),
        (SqlKind.Operator, SqlTraits.BeforeLiteral, "like ilike rlike regexp glob div mod between sounds+like not+like not+ilike not+rlike not+regexp not+glob not+between similar+to like+binary regexp+binary rlike+binary"),
        (SqlKind.Operator, SqlTraits.BeforeList, "in not+in"),
        (SqlKind.Operator, SqlTraits.None, "is+not is+null is+true is+false is+unknown is+distinct notnull"),
        (SqlKind.Number, SqlTraits.None, "true false"),
        (SqlKind.Variable, SqlTraits.None, "null current_user current_timestamp current_date current_time session_user system_user user_name localtimestamp sysdate systimestamp rownum rowid"),
        (SqlKind.Union, SqlTraits.StartsPhrase, "union except intersect minus"),
        (SqlKind.Union, SqlTraits.None, "union+all union+distinct except+all intersect+all"),
        (SqlKind.Statement, SqlTraits.StartsPhrase, "select update truncate copy"),
        (SqlKind.Statement, SqlTraits.None, "select+distinct select+all select+top select+distinctrow select+sql_no_cache select+straight_join"),
        (SqlKind.Statement, SqlTraits.Phrase, """
            insert+into insert+ignore insert+delayed replace+into delete+from delete+top merge+into drop+table drop+database drop+view drop+user drop+schema drop+index drop+procedure
            drop+function drop+trigger drop+role drop+login truncate+table alter+table alter+user alter+database alter+role alter+login alter+system alter+session create+table
            create+user create+database create+function create+procedure create+trigger create+view create+temporary create+temp create+role create+login create+extension create+or
            create+schema create+index grant+all grant+select grant+dba grant+execute revoke+all show+tables show+databases show+variables show+columns show+grants rename+table
            load+data lock+tables attach+database detach+database backup+database restore+database set+password set+global set+role copy+from bulk+insert select+into prepare+stmt
            with+recursive flush+privileges execute+as comment+on
            """),
        (SqlKind.Group, SqlTraits.None, "order+by group+by having limit offset partition+by sort+by connect+by start+with for+update for+json for+xml fetch+first fetch+next"),
        (SqlKind.Procedure, SqlTraits.StartsPhrase, "exec execute"),
        (SqlKind.Procedure, SqlTraits.None, "declare waitfor+delay waitfor+time execute+immediate begin shutdown reconfigure dbcc deallocate exec+master exec+sp_executesql raiserror pragma vacuum handler"),
        (SqlKind.Keyword, SqlTraits.None, "from where set values join using returning case+when case+1 when then else end top inner+join left+join right+join full+join cross+join natural+join outer+apply cross+apply left+outer right+outer"),
        (SqlKind.Collate, SqlTraits.None, "collate"),
        (SqlKind.Type, SqlTraits.None, "int integer bigint smallint tinyint varchar nvarchar varchar2 nvarchar2 nchar sysname decimal numeric float double bit boolean bool bytea datetime datetime2 smalldatetime timestamp timestamptz blob clob nclob raw varbinary unsigned signed uniqueidentifier money jsonb regclass"),
        (SqlKind.Evil, SqlTraits.None, "into+outfile into+dumpfile procedure+analyse from+program to+program"),
        (SqlKind.Evil, SqlTraits.None, """
            @@version @@datadir @@basedir @@hostname @@tmpdir @@version_compile_os @@servername @@language @@spid @@global @@session @@plugin_dir @@secure_file_priv @@microsoftversion
            information_schema information_schema.tables information_schema.columns information_schema.schemata information_schema.processlist information_schema.routines
            mysql.user mysql.db sysobjects syscolumns sysusers sysdatabases sys.objects sys.tables sys.databases sys.columns sys.user$ sys.schemas master..sysdatabases master..syslogins
            sqlite_master sqlite_schema sqlite_temp_master pg_user pg_shadow pg_catalog pg_tables pg_database pg_class pg_authid pg_stat_activity pg_catalog.pg_tables pg_catalog.pg_user pg_catalog.pg_shadow pg_catalog.pg_class
            all_tables all_users all_tab_columns user_tables user_tab_columns dba_users dba_tables v$version v$instance v$session xp_cmdshell xp_dirtree xp_fileexist xp_regread xp_regwrite
            xp_servicecontrol xp_availablemedia sp_oacreate sp_oamethod sp_configure sp_makewebtask sp_password sp_addextendedproc master..xp_cmdshell master..xp_dirtree master.dbo.xp_cmdshell
            master.dbo.xp_dirtree master..xp_fileexist master.sys.xp_cmdshell master.dbo.sp_configure
            """),
        (SqlKind.Evil, SqlTraits.Tight, """
            sleep benchmark pg_sleep pg_sleep_for pg_sleep_until get_lock release_lock randomblob zeroblob extractvalue updatexml load_file load_extension pg_read_file pg_ls_dir pg_read_binary_file
            lo_import lo_export lo_from_bytea dblink dblink_connect dblink_exec query_to_xml database_to_xml xmltype xmlparse sys_eval sys_exec sys_get gtid_subset gtid_subtract
            st_latfromgeohash st_longfromgeohash st_pointfromgeohash name_const procedure_analyse
            utl_inaddr.get_host_address utl_inaddr.get_host_name utl_http.request httpuritype utl_file.fopen utl_tcp.open_connection dbms_pipe.receive_message dbms_lock.sleep dbms_session.sleep
            dbms_ldap.init dbms_xmlquery.getxml dbms_xmlgen.getxml dbms_utility.sqlid_to_sqlhash dbms_java.runjava ctxsys.drithsx.sn ordsys.ord_dicom.getmappingxpath dbms_assert.enquote_literal dbms_scheduler.create_job
            sys.dbms_lock.sleep sys.dbms_pipe.receive_message pg_catalog.pg_sleep openrowset opendatasource openquery fn_xe_file_target_read_file fn_trace_gettable fn_get_audit_file sys.fn_xe_file_target_read_file
            master.sys.fn_varbintohexstr has_table_privilege fts3_tokenizer sqlite_version sqlite_compileoption_get
            """),
        (SqlKind.Function, SqlTraits.None, """
            ascii substr substring substring_index concat concat_ws group_concat string_agg listagg wm_concat xmlagg nvl nvl2 coalesce nullif ifnull isnull instr locate strpos charindex patindex
            ord unhex char_length character_length octet_length bit_length bin_to_num to_char to_number to_date to_timestamp chr unicode quotename db_name host_name user_name suser_name suser_sname
            object_id object_name col_name has_dbaccess is_srvrolemember is_member serverproperty elt make_set export_set find_in_set lpad rpad ltrim rtrim sysdate getdate datediff dateadd
            current_database current_schema current_query pg_client_encoding inet_server_addr inet_client_addr array_to_string string_to_array regexp_replace regexp_substr regexp_matches regexp_like
            json_extract json_keys json_value json_arrayagg json_object jsonb_agg row_to_json to_json to_jsonb xmlelement xmlforest sys_context userenv exists last_insert_id row_count found_rows
            connection_id uuid_to_bin aes_encrypt aes_decrypt des_encrypt from_base64 to_base64 decode encode hextoraw rawtohex utl_raw.cast_to_varchar2 utl_encode.base64_encode typeof hex quote_literal
            quote_ident translate decompose iif choose greatest least stuff newid checksum hashbytes charcode group_concat_ws json_table generate_series unnest ceiling conv crc32 md5 sha1 sha2 strcmp
            current_setting set_config polygon multipoint multilinestring multipolygon linestring geometrycollection
            """),
        (SqlKind.Function, SqlTraits.Tight, """
            if left right mid count len length lower upper lcase ucase trim reverse replace repeat space insert position char nchar cast convert try_cast try_convert database schema user version password
            row rand random now date time date_add date_sub timestamp year month day hour minute second avg sum min max round floor abs sign pow power exp mod bin oct format field any some all value interval
            unix_timestamp from_unixtime adddate curdate curtime str lag lead rank glob printf total likely unlikely changes instr field soundex difference any_value bit_and bit_or bit_xor std stddev variance
            """),
    ];
}
