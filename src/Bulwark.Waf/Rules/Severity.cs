namespace Bulwark.Waf.Rules;

/// <summary>How bad a match is, with syslog's numbers: lower is worse.</summary>
internal enum Severity
{
    Emergency,
    Alert,
    Critical,
    Error,
    Warning,
    Notice,
    Info,
    Debug,
}
