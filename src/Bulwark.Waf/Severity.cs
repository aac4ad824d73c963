namespace Bulwark.Waf;

/// <summary><c>severity</c> of a rule; the lower the number, the worse.</summary>
public enum Severity
{
    Emergency = 0,
    Alert = 1,
    Critical = 2,
    Error = 3,
    Warning = 4,
    Notice = 5,
    Info = 6,
    Debug = 7,
}
