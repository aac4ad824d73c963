using System.Globalization;
using Bulwark.Waf.Bodies;
using Bulwark.Waf.Parsing;
using Bulwark.Waf.Parsing.Syntax;

namespace Bulwark.Waf.Rules.Actions;

/// <summary>Reads <c>ctl</c>: settings for one transaction.</summary>
internal static class CtlReader
{
    /// <returns>The action; null for a setting without effect here.</returns>
    /// <exception cref="RuleException">There is no such setting, or it has no such value.</exception>
    public static RuleAction? Read(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            throw new RuleException($"'{text}' is not OPTION=VALUE");

        var (option, value) = (text[..equals].Trim(' ', '\t'), text[(equals + 1)..].Trim(' ', '\t'));
        return value.Length > 0 ? Read(option, value) : throw new RuleException($"'{text}' has no value");
    }

    private static RuleAction? Read(string option, string value) => option.ToUpperInvariant() switch
    {
        "RULEREMOVEBYID" => new RemoveRules(RuleSelection.ById(value)),
        "RULEREMOVEBYTAG" => new RemoveRules(RuleSelection.ByTag(value)),
        "RULEREMOVEBYMSG" => new RemoveRules(RuleSelection.ByMessage(value)),
        "RULEREMOVETARGETBYID" => RemoveTargets(value, RuleSelection.ById),
        "RULEREMOVETARGETBYTAG" => RemoveTargets(value, RuleSelection.ByTag),
        "RULEREMOVETARGETBYMSG" => RemoveTargets(value, RuleSelection.ByMessage),
        "RULEREMOVEPATHBYID" => RemovePaths(value, RuleSelection.ById),
        "RULEREMOVEPATHBYTAG" => RemovePaths(value, RuleSelection.ByTag),
        "RULEREMOVEPATHBYMSG" => RemovePaths(value, RuleSelection.ByMessage),
        "RULEENGINE" => new SetRuleEngine(Words.RuleEngine(value)),
        "AUDITENGINE" => new SetAuditEngine(Words.AuditEngine(value)),
        "AUDITLOGPARTS" => AuditLogParts(value),
        "REQUESTBODYACCESS" => new SetRequestBodyAccess(Words.IsOn(value)),
        "RESPONSEBODYACCESS" => new SetResponseBodyAccess(Words.IsOn(value)),
        "FORCEREQUESTBODYVARIABLE" => new ForceRequestBodyVariable(Words.IsOn(value)),
        "REQUESTBODYPROCESSOR" => new SetRequestBodyFormat(Format(value)),
        "REQUESTBODYLIMIT" => new SetRequestBodyLimit(Number(value)),
        "RESPONSEBODYLIMIT" => new SetResponseBodyLimit(Number(value)),
        "DEBUGLOGLEVEL" => null,
        "HASHENGINE" or "HASHENFORCEMENT" when Words.IsOn(value) => throw new RuleException($"{option} can only be Off: links are not signed here"),
        "HASHENGINE" or "HASHENFORCEMENT" => null,
        _ => throw new RuleException($"unknown option '{option}'"),
    };

    private static RemoveTargets RemoveTargets(string value, Func<string, RuleSelection> select)
    {
        var separator = value.IndexOf(';', StringComparison.Ordinal);
        return separator > 0
            ? new RemoveTargets(select(value[..separator].Trim(' ', '\t')), TargetParser.ParseOne(value[(separator + 1)..].Trim(' ', '\t')))
            : throw new RuleException($"'{value}' is not RULES;VARIABLE");
    }

    private static RemovePaths RemovePaths(string value, Func<string, RuleSelection> select)
    {
        var separator = value.IndexOf(';', StringComparison.Ordinal);
        return separator > 0 && separator + 1 < value.Length
            ? new RemovePaths(select(value[..separator].Trim(' ', '\t')), value[(separator + 1)..].Trim(' ', '\t'))
            : throw new RuleException($"'{value}' is not RULES;PATH");
    }

    private static SetAuditLogParts AuditLogParts(string value) => value[0] switch
    {
        '+' => new SetAuditLogParts(VariableOperation.Add, Words.AuditLogParts(value[1..])),
        '-' => new SetAuditLogParts(VariableOperation.Subtract, Words.AuditLogParts(value[1..])),
        _ => new SetAuditLogParts(VariableOperation.Set, Words.AuditLogParts(value)),
    };

    private static BodyFormat Format(string value) =>
        BodyFormats.TryFind(value, out var format) ? format : throw new RuleException($"'{value}' is none of URLENCODED, MULTIPART, JSON and XML");

    private static int Number(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new RuleException($"'{value}' is not a whole number from 0 to {int.MaxValue}");
}
