using Bulwark.Waf.Parsing.Syntax;
using Bulwark.Waf.Rules;
using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation.Compilation;

/// <summary>Makes the targets of rules ready for evaluation.</summary>
internal static class TargetCompiler
{
    /// <exception cref="RuleException">A selector is not a regular expression.</exception>
    public static EngineTarget Compile(RuleTarget target, NameIndex txNames)
    {
        var isXml = target.Kind == VariableKind.Xml;
        var names = isXml ? null : Names(target.Selector, target.IsRegex);
        var key = target.IsRegex ? null : target.Selector ?? (isXml ? "/*" : null);
        return new EngineTarget
        {
            Selector = new TargetSelector(target.Kind, names),
            IsCount = target.IsCount,
            TxSlot = target.Kind == VariableKind.Tx && key is not null && txNames.TryFind(ByteSlice.Of(key).Span, out var slot) ? slot : -1,
            TxNames = target.Kind == VariableKind.Tx && names is { IsRegex: true } ? new TxSelection(names, txNames) : null,
            Key = key,
            KeyBytes = key is null ? default : ByteSlice.Of(key),
            Exclusions = [.. target.Exclusions.Select(exclusion => exclusion.IsExact ? NameSelector.OfExactName(exclusion.Selector) : Names(exclusion.Selector, exclusion.IsRegex)!)],
        };
    }

    /// <summary>What a <c>ctl:ruleRemoveTarget...</c> takes away.</summary>
    /// <exception cref="RuleException">The selector is not a regular expression.</exception>
    public static TargetSelector Compile(TargetSyntax target) => new(
        target.Kind,
        target is { Selector: { } name, IsRegex: false } && VariableTable.HasExactNames(target.Kind) ? NameSelector.OfExactName(name) : Names(target.Selector, target.IsRegex));

    private static NameSelector? Names(string? selector, bool isRegex) => (selector, isRegex) switch
    {
        (null, _) => null,
        (_, true) => NameSelector.OfRegex(selector),
        _ => NameSelector.OfName(selector),
    };
}
