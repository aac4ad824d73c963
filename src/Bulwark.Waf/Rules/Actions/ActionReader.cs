using Bulwark.Waf.Parsing;
using Bulwark.Waf.Parsing.Syntax;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Rules.Actions;

/// <summary>Reads the actions that do something with variables and collections.</summary>
internal static class ActionReader
{
    private static readonly MacroText One = MacroText.Parse("1");
    private static readonly MacroText Nothing = MacroText.Parse("");

    /// <returns>The action; null for one that is not read here.</returns>
    /// <exception cref="RuleException">Its argument is not understood.</exception>
    public static RuleAction? Read(ActionSyntax action)
    {
        var argument = action.Argument ?? "";
        return action.Name switch
        {
            "setvar" => SetVariable(argument),
            "expirevar" => ExpireVariable(argument),
            "initcol" => InitCollection(argument),
            "setsid" => new SetCollectionId(VariableKind.Session, MacroText.Parse(argument)),
            "setuid" => new SetCollectionId(VariableKind.User, MacroText.Parse(argument)),
            "setrsc" => new SetCollectionId(VariableKind.Resource, MacroText.Parse(argument)),
            "setenv" => SetEnvironment(argument),
            "ctl" => CtlReader.Read(argument),
            _ => null,
        };
    }

    private static SetVariable SetVariable(string text)
    {
        if (text.StartsWith('!'))
        {
            var (removed, name) = Variable(text[1..]);
            return new SetVariable(removed, name, VariableOperation.Remove, Nothing);
        }

        var (left, right) = SplitAtEquals(text);
        var (collection, set) = Variable(left);
        if (right is null)
            return new SetVariable(collection, set, VariableOperation.Set, One);

        var operation = right.StartsWith('+') ? VariableOperation.Add : right.StartsWith('-') ? VariableOperation.Subtract : VariableOperation.Set;
        if (operation == VariableOperation.Set)
            return new SetVariable(collection, set, operation, MacroText.Parse(right));

        return right.Length > 1
            ? new SetVariable(collection, set, operation, MacroText.Parse(right[1..]))
            : throw new RuleException($"'{text}' has no number behind '={right}'");
    }

    private static ExpireVariable ExpireVariable(string text)
    {
        var (left, right) = SplitAtEquals(text);
        if (string.IsNullOrEmpty(right))
            throw new RuleException($"'{text}' does not say after how many seconds");

        var (collection, name) = Variable(left);
        return new ExpireVariable(collection, name, MacroText.Parse(right));
    }

    private static InitCollection InitCollection(string text)
    {
        var (left, right) = SplitAtEquals(text);
        if (string.IsNullOrEmpty(right))
            throw new RuleException($"'{text}' does not say which one: COLLECTION=KEY");

        return new InitCollection(Collection(left, text, isStored: true), MacroText.Parse(right));
    }

    private static SetEnvironment SetEnvironment(string text)
    {
        var (left, right) = SplitAtEquals(text);
        return left.Length > 0
            ? new SetEnvironment(MacroText.Parse(left), right is null ? One : MacroText.Parse(right))
            : throw new RuleException($"'{text}' has no name");
    }

    private static (VariableKind Collection, MacroText Name) Variable(string text)
    {
        var end = text.AsSpan().IndexOfAny('.', ':');
        if (end < 0 || end + 1 == text.Length)
            throw new RuleException($"'{text}' is not COLLECTION.NAME");

        return (Collection(text[..end], text, isStored: false), MacroText.Parse(text[(end + 1)..]));
    }

    private static VariableKind Collection(string name, string text, bool isStored)
    {
        if (VariableTable.TryFind(name, out var kind) && (IsStored(kind) || (kind == VariableKind.Tx && !isStored)))
            return kind;

        var writable = isStored ? "IP, GLOBAL, RESOURCE, SESSION and USER" : "TX, IP, GLOBAL, RESOURCE, SESSION and USER";
        throw new RuleException($"'{text}': rules cannot write to '{name}', only to {writable}");
    }

    private static bool IsStored(VariableKind kind) =>
        kind is VariableKind.Ip or VariableKind.Global or VariableKind.Resource or VariableKind.Session or VariableKind.User;

    /// <summary>The first equals sign outside a macro separates.</summary>
    private static (string Left, string? Right) SplitAtEquals(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=')
                return (text[..i].Trim(' ', '\t'), text[(i + 1)..]);

            if (text.AsSpan(i).StartsWith("%{") && text.IndexOf('}', i) is > 0 and var end)
                i = end;
        }

        return (text.Trim(' ', '\t'), null);
    }
}
