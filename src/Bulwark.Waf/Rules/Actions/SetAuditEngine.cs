using Bulwark.Waf.Rules.Settings;

namespace Bulwark.Waf.Rules.Actions;

/// <summary><c>ctl:auditEngine=Off</c>.</summary>
internal sealed record SetAuditEngine(AuditEngineMode Mode) : RuleAction;
