namespace Bulwark.Waf.Rules.Settings;

/// <summary><c>SecAuditEngine</c>.</summary>
internal enum AuditEngineMode
{
    Off,

    /// <summary>Transactions with a match that is logged, or with a status that <c>SecAuditLogRelevantStatus</c> names.</summary>
    RelevantOnly,

    On,
}
