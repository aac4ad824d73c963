using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Bulwark.Waf.Variables;

/// <summary>The spelling of every variable, and whether it is a collection, whose values have names of their own.</summary>
internal static class VariableTable
{
    private static readonly (string Name, VariableKind Kind, bool IsCollection)[] Rows =
    [
        ("ARGS", VariableKind.Args, true),
        ("ARGS_COMBINED_SIZE", VariableKind.ArgsCombinedSize, false),
        ("ARGS_GET", VariableKind.ArgsGet, true),
        ("ARGS_GET_NAMES", VariableKind.ArgsGetNames, true),
        ("ARGS_NAMES", VariableKind.ArgsNames, true),
        ("ARGS_POST", VariableKind.ArgsPost, true),
        ("ARGS_POST_NAMES", VariableKind.ArgsPostNames, true),
        ("AUTH_TYPE", VariableKind.AuthType, false),
        ("DURATION", VariableKind.Duration, false),
        ("ENV", VariableKind.Env, true),
        ("FILES", VariableKind.Files, true),
        ("FILES_COMBINED_SIZE", VariableKind.FilesCombinedSize, false),
        ("FILES_NAMES", VariableKind.FilesNames, true),
        ("FILES_SIZES", VariableKind.FilesSizes, true),
        ("FILES_TMP_CONTENT", VariableKind.FilesTmpContent, true),
        ("FILES_TMPNAMES", VariableKind.FilesTmpNames, true),
        ("FULL_REQUEST", VariableKind.FullRequest, false),
        ("FULL_REQUEST_LENGTH", VariableKind.FullRequestLength, false),
        ("GEO", VariableKind.Geo, true),
        ("GLOBAL", VariableKind.Global, true),
        ("HIGHEST_SEVERITY", VariableKind.HighestSeverity, false),
        ("INBOUND_DATA_ERROR", VariableKind.InboundDataError, false),
        ("IP", VariableKind.Ip, true),
        ("MATCHED_VAR", VariableKind.MatchedVar, false),
        ("MATCHED_VAR_NAME", VariableKind.MatchedVarName, false),
        ("MATCHED_VARS", VariableKind.MatchedVars, true),
        ("MATCHED_VARS_NAMES", VariableKind.MatchedVarsNames, true),
        ("MODSEC_BUILD", VariableKind.ModSecBuild, false),
        ("MSC_PCRE_LIMITS_EXCEEDED", VariableKind.PcreLimitsExceeded, false),
        ("MULTIPART_BOUNDARY_QUOTED", VariableKind.MultipartBoundaryQuoted, false),
        ("MULTIPART_BOUNDARY_WHITESPACE", VariableKind.MultipartBoundaryWhitespace, false),
        ("MULTIPART_CRLF_LF_LINES", VariableKind.MultipartCrlfLfLines, false),
        ("MULTIPART_DATA_AFTER", VariableKind.MultipartDataAfter, false),
        ("MULTIPART_DATA_BEFORE", VariableKind.MultipartDataBefore, false),
        ("MULTIPART_FILE_LIMIT_EXCEEDED", VariableKind.MultipartFileLimitExceeded, false),
        ("MULTIPART_FILENAME", VariableKind.MultipartFilename, true),
        ("MULTIPART_HEADER_FOLDING", VariableKind.MultipartHeaderFolding, false),
        ("MULTIPART_INVALID_HEADER_FOLDING", VariableKind.MultipartInvalidHeaderFolding, false),
        ("MULTIPART_INVALID_PART", VariableKind.MultipartInvalidPart, false),
        ("MULTIPART_INVALID_QUOTING", VariableKind.MultipartInvalidQuoting, false),
        ("MULTIPART_LF_LINE", VariableKind.MultipartLfLine, false),
        ("MULTIPART_MISSING_SEMICOLON", VariableKind.MultipartMissingSemicolon, false),
        ("MULTIPART_NAME", VariableKind.MultipartName, true),
        ("MULTIPART_PART_HEADERS", VariableKind.MultipartPartHeaders, true),
        ("MULTIPART_STRICT_ERROR", VariableKind.MultipartStrictError, false),
        ("MULTIPART_UNMATCHED_BOUNDARY", VariableKind.MultipartUnmatchedBoundary, false),
        ("OUTBOUND_DATA_ERROR", VariableKind.OutboundDataError, false),
        ("PATH_INFO", VariableKind.PathInfo, false),
        ("QUERY_STRING", VariableKind.QueryString, false),
        ("REMOTE_ADDR", VariableKind.RemoteAddr, false),
        ("REMOTE_HOST", VariableKind.RemoteHost, false),
        ("REMOTE_PORT", VariableKind.RemotePort, false),
        ("REMOTE_USER", VariableKind.RemoteUser, false),
        ("REQBODY_ERROR", VariableKind.ReqbodyError, false),
        ("REQBODY_ERROR_MSG", VariableKind.ReqbodyErrorMsg, false),
        ("REQBODY_PROCESSOR", VariableKind.ReqbodyProcessor, false),
        ("REQBODY_PROCESSOR_ERROR", VariableKind.ReqbodyProcessorError, false),
        ("REQBODY_PROCESSOR_ERROR_MSG", VariableKind.ReqbodyProcessorErrorMsg, false),
        ("REQUEST_BASENAME", VariableKind.RequestBasename, false),
        ("REQUEST_BODY", VariableKind.RequestBody, false),
        ("REQUEST_BODY_LENGTH", VariableKind.RequestBodyLength, false),
        ("REQUEST_COOKIES", VariableKind.RequestCookies, true),
        ("REQUEST_COOKIES_NAMES", VariableKind.RequestCookiesNames, true),
        ("REQUEST_FILENAME", VariableKind.RequestFilename, false),
        ("REQUEST_HEADERS", VariableKind.RequestHeaders, true),
        ("REQUEST_HEADERS_NAMES", VariableKind.RequestHeadersNames, true),
        ("REQUEST_LINE", VariableKind.RequestLine, false),
        ("REQUEST_METHOD", VariableKind.RequestMethod, false),
        ("REQUEST_PROTOCOL", VariableKind.RequestProtocol, false),
        ("REQUEST_URI", VariableKind.RequestUri, false),
        ("REQUEST_URI_RAW", VariableKind.RequestUriRaw, false),
        ("RESOURCE", VariableKind.Resource, true),
        ("RESPONSE_BODY", VariableKind.ResponseBody, false),
        ("RESPONSE_CONTENT_LENGTH", VariableKind.ResponseContentLength, false),
        ("RESPONSE_CONTENT_TYPE", VariableKind.ResponseContentType, false),
        ("RESPONSE_HEADERS", VariableKind.ResponseHeaders, true),
        ("RESPONSE_HEADERS_NAMES", VariableKind.ResponseHeadersNames, true),
        ("RESPONSE_PROTOCOL", VariableKind.ResponseProtocol, false),
        ("RESPONSE_STATUS", VariableKind.ResponseStatus, false),
        ("RULE", VariableKind.Rule, true),
        ("SERVER_ADDR", VariableKind.ServerAddr, false),
        ("SERVER_NAME", VariableKind.ServerName, false),
        ("SERVER_PORT", VariableKind.ServerPort, false),
        ("SESSION", VariableKind.Session, true),
        ("SESSIONID", VariableKind.SessionId, false),
        ("STATUS_LINE", VariableKind.StatusLine, false),
        ("TIME", VariableKind.Time, false),
        ("TIME_DAY", VariableKind.TimeDay, false),
        ("TIME_EPOCH", VariableKind.TimeEpoch, false),
        ("TIME_HOUR", VariableKind.TimeHour, false),
        ("TIME_MIN", VariableKind.TimeMin, false),
        ("TIME_MON", VariableKind.TimeMon, false),
        ("TIME_SEC", VariableKind.TimeSec, false),
        ("TIME_WDAY", VariableKind.TimeWday, false),
        ("TIME_YEAR", VariableKind.TimeYear, false),
        ("TX", VariableKind.Tx, true),
        ("UNIQUE_ID", VariableKind.UniqueId, false),
        ("URLENCODED_ERROR", VariableKind.UrlencodedError, false),
        ("USER", VariableKind.User, true),
        ("USERID", VariableKind.UserId, false),
        ("WEBAPPID", VariableKind.WebappId, false),
        ("WEBSERVER_ERROR_LOG", VariableKind.WebserverErrorLog, false),
        ("XML", VariableKind.Xml, true),
    ];

    /// <summary>Other spellings that rules for ModSecurity use.</summary>
    private static readonly (string Name, VariableKind Kind)[] Aliases =
    [
        ("MULTIPART_SEMICOLON_MISSING", VariableKind.MultipartMissingSemicolon),
        ("STATUS", VariableKind.ResponseStatus),
    ];

    private static readonly FrozenDictionary<string, VariableKind> Kinds = Rows.Select(row => (row.Name, row.Kind)).Concat(Aliases)
        .ToFrozenDictionary(row => row.Name, row => row.Kind, StringComparer.OrdinalIgnoreCase);

    private static readonly (string Name, bool IsCollection)[] ByKind = [.. Rows.OrderBy(row => row.Kind).Select(row => (row.Name, row.IsCollection))];

    /// <summary>How many variables there are: their kinds are the numbers below it.</summary>
    public static int Count => ByKind.Length;

    public static bool TryFind(string name, [MaybeNullWhen(false)] out VariableKind kind) => Kinds.TryGetValue(name, out kind);

    public static string NameOf(VariableKind kind) => ByKind[(int)kind].Name;

    public static bool IsCollection(VariableKind kind) => ByKind[(int)kind].IsCollection;

    /// <summary>Whether two names that differ in case are two things to a backend, as parameters are. Headers have no case (RFC 9110, section 5.1), and what rules write has none for rules.</summary>
    public static bool HasExactNames(VariableKind kind) => kind is not (
        VariableKind.RequestHeaders or VariableKind.RequestHeadersNames or VariableKind.ResponseHeaders or VariableKind.ResponseHeadersNames
        or VariableKind.Tx or VariableKind.Env or VariableKind.Ip or VariableKind.Global or VariableKind.Resource or VariableKind.Session or VariableKind.User);
}
