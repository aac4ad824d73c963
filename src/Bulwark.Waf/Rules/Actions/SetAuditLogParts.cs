namespace Bulwark.Waf.Rules.Actions;

/// <summary><c>ctl:auditLogParts=+E</c>.</summary>
/// <param name="Operation">Whether the parts replace the others, are added or are removed.</param>
/// <param name="Parts">Letters.</param>
internal sealed record SetAuditLogParts(VariableOperation Operation, string Parts) : RuleAction;
