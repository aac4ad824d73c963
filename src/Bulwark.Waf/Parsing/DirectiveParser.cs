using Bulwark.Waf.Parsing.Syntax;

namespace Bulwark.Waf.Parsing;

/// <summary>Turns a directive's words into syntax. <c>Include</c> is not its business.</summary>
internal static class DirectiveParser
{
    /// <returns>The directive; null for one without effect.</returns>
    /// <exception cref="RuleException">It cannot be read; the message says nothing about the place.</exception>
    public static Directive? Parse(DirectiveRow row, RawDirective raw)
    {
        var (location, arguments) = (raw.Location, raw.Arguments);
        return row.Form switch
        {
            DirectiveForm.Rule => ParseRule(location, arguments),
            DirectiveForm.Action => new SecAction(location, ActionParser.Parse(arguments[0])),
            DirectiveForm.Marker => new SecMarker(location, arguments[0]),
            DirectiveForm.DefaultAction => new SecDefaultAction(location, ActionParser.Parse(arguments[0])),
            DirectiveForm.Removal => new RuleRemoval(location, Select(row.Name, arguments)),
            DirectiveForm.TargetUpdate => new TargetUpdate(location, Select(row.Name, arguments.SkipLast(1)), TargetParser.Parse(arguments[^1])),
            DirectiveForm.ActionUpdate => ParseActionUpdate(location, arguments),
            DirectiveForm.Setting => new Setting(location, row.Name, arguments),
            DirectiveForm.Refused => throw new RuleException($"is refused: {row.Reason}"),
            DirectiveForm.WithoutEffect or DirectiveForm.Include => null,
        };
    }

    private static SecRule ParseRule(SourceLocation location, IReadOnlyList<string> arguments)
    {
        // One wrong word must not hide another: all three are read before any of them is complained about.
        var messages = new List<string>();
        var targets = Read(messages, () => TargetParser.Parse(arguments[0]));
        var @operator = Read(messages, () => OperatorParser.Parse(arguments[1]));
        var actions = Read(messages, () => arguments.Count > 2 ? ActionParser.Parse(arguments[2]) : []);
        return targets is null || @operator is null || actions is null
            ? throw new RuleException(string.Join("; ", messages))
            : new SecRule(location, targets, @operator, actions);
    }

    private static T? Read<T>(List<string> messages, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (RuleException e)
        {
            messages.Add(e.Message);
            return null;
        }
    }

    private static ActionUpdate ParseActionUpdate(SourceLocation location, IReadOnlyList<string> arguments)
    {
        var parts = arguments[0].Split(':');
        var link = 0;
        if (!RuleId.TryParse(parts[0], out var id) || parts.Length > 2 || (parts.Length == 2 && !TryParseLink(parts[1], out link)))
            throw new RuleException($"'{arguments[0]}' is not a rule ID");

        return new ActionUpdate(location, id, link, ActionParser.Parse(arguments[1]));
    }

    private static bool TryParseLink(string text, out int link)
    {
        link = 0;
        return text == "0" || RuleId.TryParse(text, out link);
    }

    private static RuleSelection Select(string directive, IEnumerable<string> arguments) => directive[^2..] switch
    {
        "Id" => RuleSelection.ById(string.Join(' ', arguments)),
        "ag" => RuleSelection.ByTag(arguments.First()),
        _ => RuleSelection.ByMessage(arguments.First()),
    };
}
