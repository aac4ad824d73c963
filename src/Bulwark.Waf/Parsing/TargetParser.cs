using Bulwark.Waf.Parsing.Syntax;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Parsing;

/// <summary>Reads the variables of a rule: <c>ARGS|!ARGS:/^utm_/|&amp;REQUEST_HEADERS:Host|XML:/*|TX:'/a|b/'</c>.</summary>
/// <remarks>They are separated by <c>|</c> or a comma, except inside quotes and between the slashes of a regular expression.</remarks>
internal sealed class TargetParser
{
    private readonly string _text;
    private int _position;

    private TargetParser(string text) => _text = text;

    /// <exception cref="RuleException">The text does not name variables.</exception>
    public static IReadOnlyList<TargetSyntax> Parse(string text) => new TargetParser(text).ReadAll();

    /// <summary>Reads the one variable of a <c>ctl</c> action, which has no <c>!</c> or <c>&amp;</c>.</summary>
    /// <exception cref="RuleException">The text does not name one variable.</exception>
    public static TargetSyntax ParseOne(string text)
    {
        var targets = Parse(text);
        return targets is [{ Form: TargetForm.Values } target] ? target : throw new RuleException($"'{text}' is not one variable");
    }

    private List<TargetSyntax> ReadAll()
    {
        var targets = new List<TargetSyntax>();
        while (true)
        {
            targets.Add(Read());
            if (_position == _text.Length)
                return targets;

            _position++;
        }
    }

    private TargetSyntax Read()
    {
        SkipSpace();
        var form = ReadForm();
        var start = _position;
        while (_position < _text.Length && (char.IsAsciiLetterOrDigit(_text[_position]) || _text[_position] == '_'))
            _position++;

        var name = _text[start.._position];
        if (name.Length == 0)
            throw new RuleException($"a variable is missing in '{_text}'");

        if (!VariableTable.TryFind(name, out var kind))
            throw new RuleException($"unknown variable '{name}'");

        var target = _position < _text.Length && _text[_position] is ':' or '.'
            ? ReadSelected(form, kind)
            : new TargetSyntax(form, kind, Selector: null, IsRegex: false);
        SkipSpace();
        if (_position < _text.Length && _text[_position] is not ('|' or ','))
            throw new RuleException($"'{_text[_position..]}' after {VariableTable.NameOf(kind)} is not understood");

        Check(target);
        return target;
    }

    private TargetForm ReadForm()
    {
        var form = _position == _text.Length ? TargetForm.Values : _text[_position] switch
        {
            '!' => TargetForm.Exclusion,
            '&' => TargetForm.Count,
            _ => TargetForm.Values,
        };

        if (form != TargetForm.Values)
            _position++;

        return form;
    }

    private TargetSyntax ReadSelected(TargetForm form, VariableKind kind)
    {
        _position++;
        var isQuoted = _position < _text.Length && _text[_position] == '\'';
        var (selector, isRegex) = isQuoted ? Unslash(kind, ReadQuoted())
            : kind != VariableKind.Xml && _position < _text.Length && _text[_position] == '/' ? (ReadRegex(), true)
            : (ReadPlain(), false);
        return selector.Length > 0
            ? new TargetSyntax(form, kind, selector, isRegex)
            : throw new RuleException($"{VariableTable.NameOf(kind)} has an empty name behind it");
    }

    private string ReadPlain()
    {
        var length = _text.AsSpan(_position).IndexOfAny('|', ',');
        var selector = length < 0 ? _text[_position..] : _text.Substring(_position, length);
        _position += selector.Length;
        return selector.TrimEnd();
    }

    private string ReadQuoted()
    {
        for (var end = _position + 1; end < _text.Length; end++)
        {
            if (_text[end] == '\\')
            {
                end++;
            }
            else if (_text[end] == '\'')
            {
                var selector = _text[(_position + 1)..end];
                _position = end + 1;
                return selector.Replace("\\'", "'", StringComparison.Ordinal);
            }
        }

        throw new RuleException($"{_text[_position..]} does not end with a quote");
    }

    /// <summary>A regular expression ends at the first slash that is not escaped and that a separator or the end follows.</summary>
    private string ReadRegex()
    {
        for (var end = _position + 1; end < _text.Length; end++)
        {
            if (_text[end] == '\\')
            {
                end++;
            }
            else if (_text[end] == '/' && (end + 1 == _text.Length || _text[end + 1] is '|' or ',' or ' ' or '\t'))
            {
                var selector = _text[(_position + 1)..end];
                _position = end + 1;
                return selector;
            }
        }

        throw new RuleException($"the regular expression {_text[_position..]} does not end with a slash");
    }

    private static (string Selector, bool IsRegex) Unslash(VariableKind kind, string selector) =>
        kind != VariableKind.Xml && selector is ['/', .., '/'] ? (selector[1..^1], true) : (selector, false);

    private static void Check(TargetSyntax target)
    {
        var name = VariableTable.NameOf(target.Kind);
        if (target.Selector is not null && !VariableTable.IsCollection(target.Kind))
            throw new RuleException($"{name} has no parts to choose from: '{target.Selector}' cannot follow it");

        // There is no XPath here: only the two expressions that rules use, all text and all attribute values.
        if (target.Kind != VariableKind.Xml || (target.Selector is null && target.Form == TargetForm.Exclusion) || target.Selector is "/*" or "//@*")
            return;

        var written = target.Selector is null ? "XML" : $"XML:{target.Selector}";
        throw new RuleException($"{written}: only XML:/* (all text) and XML://@* (all attribute values) are supported");
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\t')
            _position++;
    }
}
