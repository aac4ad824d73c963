using System.Text;
using Bulwark.Waf.Parsing.Syntax;

namespace Bulwark.Waf.Parsing;

/// <summary>Reads the actions of a rule: <c>id:1,phase:2,t:none,msg:'It\'s one, two',setvar:tx.score=+5</c>.</summary>
/// <remarks>
/// They are separated by commas, with white space around. An argument in single quotes ends at the next one that is not escaped by a
/// backslash; the quotes may also begin after an equals sign
/// (<c>setvar:tx.a='b, c'</c>, <c>ctl:ruleRemoveTargetByMsg='b, c';ARGS</c>). A quote anywhere else is an ordinary character.
/// </remarks>
internal sealed class ActionParser
{
    private readonly string _text;
    private int _position;

    private ActionParser(string text) => _text = text;

    /// <exception cref="RuleException">An action is unknown, is refused here, lacks its argument or has one that it does not want.</exception>
    public static IReadOnlyList<ActionSyntax> Parse(string text) => new ActionParser(text).ReadAll();

    private List<ActionSyntax> ReadAll()
    {
        var actions = new List<ActionSyntax>();
        var messages = new List<string>();
        for (SkipSpace(); _position < _text.Length; SkipSpace())
        {
            try
            {
                actions.Add(Read());
                ExpectComma();
            }
            catch (RuleException e)
            {
                messages.Add(e.Message);
                SkipAction();
            }
        }

        return messages.Count == 0 ? actions : throw new RuleException(string.Join("; ", messages));
    }

    private ActionSyntax Read()
    {
        var length = _text.AsSpan(_position).IndexOfAny(':', ',');
        var name = (length < 0 ? _text[_position..] : _text.Substring(_position, length)).Trim(' ', '\t');
        _position = length < 0 ? _text.Length : _position + length;
        var argument = _position < _text.Length && _text[_position] == ':' ? ReadArgument() : null;

        if (name.Length == 0)
            throw new RuleException("an action is missing between two commas");

        if (!ActionTable.TryFind(name, out var row))
            throw new RuleException($"unknown action '{name}'");

        if (row.Reason is { } reason)
            throw new RuleException($"action '{row.Name}' is refused: {reason}");

        if (row.Argument == ActionArgument.Required && argument is null or "")
            throw new RuleException($"action '{row.Name}' needs an argument");

        if (row.Argument == ActionArgument.None && argument is not null)
            throw new RuleException($"action '{row.Name}' has no argument, but '{argument}' follows it");

        return new ActionSyntax(row.Name, row.Name == "t" ? Transformation(argument!) : argument);
    }

    private static string Transformation(string name) =>
        KnownNames.TryFindTransformation(name, out var spelling) ? spelling : throw new RuleException($"unknown transformation '{name}'");

    private string ReadArgument()
    {
        _position++;
        SkipSpace();
        var argument = new StringBuilder();
        while (_position < _text.Length && _text[_position] != ',')
        {
            if (_text[_position] == '\'' && argument.Length == 0)
            {
                ReadQuoted(argument);
                return argument.ToString();
            }

            if (_text[_position] == '\'' && argument[^1] == '=')
                ReadQuoted(argument);
            else
                argument.Append(_text[_position++]);
        }

        return argument.ToString().TrimEnd(' ', '\t');
    }

    private void ReadQuoted(StringBuilder argument)
    {
        var start = _position++;
        for (; _position < _text.Length; _position++)
        {
            if (_text[_position] == '\'')
            {
                _position++;
                return;
            }

            if (_text[_position] == '\\' && _position + 1 < _text.Length && _text[_position + 1] == '\'')
                _position++;

            argument.Append(_text[_position]);
        }

        throw new RuleException($"{_text[start..]} does not end with a quote");
    }

    /// <summary>Between the end of an action and the next comma stands white space only.</summary>
    private void ExpectComma()
    {
        SkipSpace();
        if (_position == _text.Length)
            return;

        if (_text[_position] != ',')
            throw new RuleException($"a comma is missing before '{_text[_position..]}'");

        _position++;
    }

    private void SkipAction()
    {
        var length = _text.AsSpan(_position).IndexOf(',');
        _position = length < 0 ? _text.Length : _position + length + 1;
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\t')
            _position++;
    }
}
