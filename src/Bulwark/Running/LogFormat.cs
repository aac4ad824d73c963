namespace Bulwark.Running;

/// <summary>How log lines are written to standard error.</summary>
internal enum LogFormat
{
    Text,
    Json,
}
