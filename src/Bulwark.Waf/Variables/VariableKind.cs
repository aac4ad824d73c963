namespace Bulwark.Waf.Variables;

/// <summary>The variables that a rule can name; <see cref="VariableTable"/> has their spelling.</summary>
internal enum VariableKind
{
    Args, ArgsCombinedSize, ArgsGet, ArgsGetNames, ArgsNames, ArgsPost, ArgsPostNames, AuthType,
    Duration, Env, Files, FilesCombinedSize, FilesNames, FilesSizes, FilesTmpContent, FilesTmpNames, FullRequest, FullRequestLength,
    Geo, Global, HighestSeverity, InboundDataError, Ip,
    MatchedVar, MatchedVarName, MatchedVars, MatchedVarsNames, ModSecBuild, PcreLimitsExceeded,
    MultipartBoundaryQuoted, MultipartBoundaryWhitespace, MultipartCrlfLfLines, MultipartDataAfter, MultipartDataBefore, MultipartFileLimitExceeded,
    MultipartFilename, MultipartHeaderFolding, MultipartInvalidHeaderFolding, MultipartInvalidPart, MultipartInvalidQuoting, MultipartLfLine,
    MultipartMissingSemicolon, MultipartName, MultipartPartHeaders, MultipartStrictError, MultipartUnmatchedBoundary,
    OutboundDataError, PathInfo, QueryString, RemoteAddr, RemoteHost, RemotePort, RemoteUser,
    ReqbodyError, ReqbodyErrorMsg, ReqbodyProcessor, ReqbodyProcessorError, ReqbodyProcessorErrorMsg,
    RequestBasename, RequestBody, RequestBodyLength, RequestCookies, RequestCookiesNames, RequestFilename, RequestHeaders, RequestHeadersNames,
    RequestLine, RequestMethod, RequestProtocol, RequestUri, RequestUriRaw, Resource,
    ResponseBody, ResponseContentLength, ResponseContentType, ResponseHeaders, ResponseHeadersNames, ResponseProtocol, ResponseStatus,
    Rule, ServerAddr, ServerName, ServerPort, Session, SessionId, StatusLine,
    Time, TimeDay, TimeEpoch, TimeHour, TimeMin, TimeMon, TimeSec, TimeWday, TimeYear,
    Tx, UniqueId, UrlencodedError, User, UserId, WebappId, WebserverErrorLog, Xml,
}
