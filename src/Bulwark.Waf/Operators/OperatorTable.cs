using System.Diagnostics.CodeAnalysis;
using Bulwark.Waf.Operators.Detection;
using Bulwark.Waf.Operators.Networks;
using Bulwark.Waf.Operators.Numbers;
using Bulwark.Waf.Operators.Patterns;
using Bulwark.Waf.Operators.Phrases;
using Bulwark.Waf.Operators.Strings;
using Bulwark.Waf.Operators.Validation;
using Bulwark.Waf.Parsing;
using Bulwark.Waf.Parsing.Syntax;

namespace Bulwark.Waf.Operators;

/// <summary>Every operator by its name, and how it is made of its argument. Names are compared without case.</summary>
internal static class OperatorTable
{
    private static readonly Dictionary<string, Func<string, SourceLocation, Operator>> Rows = new(StringComparer.OrdinalIgnoreCase)
    {
        ["beginsWith"] = (text, _) => new BeginsWith(new TextOperand(text)),
        ["contains"] = (text, _) => new Contains(new TextOperand(text)),
        ["containsWord"] = (text, _) => new ContainsWord(new TextOperand(text)),
        ["detectSQLi"] = (_, _) => new DetectSqli(),
        ["detectXSS"] = (_, _) => new DetectXss(),
        ["endsWith"] = (text, _) => new EndsWith(new TextOperand(text)),
        ["eq"] = (number, _) => new Eq(new NumberOperand("eq", number)),
        ["fuzzyHash"] = (_, _) => throw new RuleException("@fuzzyHash is not supported: there are no hashes of files to compare with"),
        ["ge"] = (number, _) => new Ge(new NumberOperand("ge", number)),
        ["geoLookup"] = (_, _) => new NoMatch(),
        ["gt"] = (number, _) => new Gt(new NumberOperand("gt", number)),
        ["inspectFile"] = (_, _) => throw new RuleException("@inspectFile is not supported: rules start no programs"),
        ["ipMatch"] = (list, _) => IpMatch.Of(list),
        ["ipMatchFromFile"] = (file, rule) => IpMatch.FromFile(RuleDataFile.Named("ipMatchFromFile", file, rule)),
        ["le"] = (number, _) => new Le(new NumberOperand("le", number)),
        ["lt"] = (number, _) => new Lt(new NumberOperand("lt", number)),
        ["noMatch"] = (_, _) => new NoMatch(),
        ["pm"] = (list, _) => Pm.Of(list),
        ["pmFromFile"] = (file, rule) => Pm.FromFile(RuleDataFile.Named("pmFromFile", file, rule)),
        ["rbl"] = (_, _) => new NoMatch(),
        ["rx"] = (pattern, _) => new Rx(pattern),
        ["rxGlobal"] = (pattern, _) => new Rx(pattern),
        ["streq"] = (text, _) => new StrEq(new TextOperand(text)),
        ["strmatch"] = (text, _) => new StrMatch(new TextOperand(text)),
        ["unconditionalMatch"] = (_, _) => new UnconditionalMatch(),
        ["validateByteRange"] = (ranges, _) => new ValidateByteRange(ranges),
        ["validateDTD"] = (_, _) => throw new RuleException("@validateDTD is not supported: XML bodies are read without a DTD"),
        ["validateSchema"] = (_, _) => throw new RuleException("@validateSchema is not supported: XML bodies are read without a schema"),
        ["validateUrlEncoding"] = (_, _) => new ValidateUrlEncoding(),
        ["validateUtf8Encoding"] = (_, _) => new ValidateUtf8Encoding(),
        ["verifyCC"] = (pattern, _) => new VerifyNumber("verifyCC", pattern, CardNumber.IsValid),
        ["verifyCPF"] = (pattern, _) => new VerifyNumber("verifyCPF", pattern, CpfNumber.IsValid),
        ["verifySSN"] = (pattern, _) => new VerifyNumber("verifySSN", pattern, SsnNumber.IsValid),
        ["verifySVNR"] = (pattern, _) => new VerifyNumber("verifySVNR", pattern, SvnrNumber.IsValid),
        ["within"] = (text, _) => new Within(new TextOperand(text)),
    };

    private static readonly Dictionary<string, string> Spellings = new(
        Rows.Keys.Select(name => KeyValuePair.Create(name, name)).Append(new("ipMatchF", "ipMatchFromFile")).Append(new("pmf", "pmFromFile")),
        StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<string> Names => Rows.Keys;

    /// <summary>The usual spelling of a name or of its short form; there is no such operator otherwise.</summary>
    public static bool TryFindSpelling(string name, [MaybeNullWhen(false)] out string spelling) => Spellings.TryGetValue(name, out spelling);

    /// <summary>The operator that a rule names.</summary>
    /// <param name="syntax">Its name and argument.</param>
    /// <param name="rule">Where the rule stands: files that operators name lie beside it.</param>
    /// <exception cref="RuleException">There is no such operator, it is not supported, or its argument is wrong.</exception>
    public static Operator Create(OperatorSyntax syntax, SourceLocation rule) =>
        TryFindSpelling(syntax.Name, out var name) ? Rows[name](syntax.Argument, rule) : throw new RuleException($"unknown operator '@{syntax.Name}'");
}
