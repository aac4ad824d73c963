using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Bulwark.Waf.Transformations;

namespace Bulwark.Waf.Parsing;

/// <summary>The operators and transformations that a rule may name, each with its usual spelling. Names are compared without case.</summary>
internal static class KnownNames
{
    private static readonly FrozenDictionary<string, string> Operators = Spellings(
        [
            "beginsWith", "contains", "containsWord", "detectSQLi", "detectXSS", "endsWith", "eq", "fuzzyHash", "ge", "geoLookup", "gt",
            "inspectFile", "ipMatch", "ipMatchFromFile", "le", "lt", "noMatch", "pm", "pmFromFile", "rbl", "rx", "rxGlobal", "streq", "strmatch",
            "unconditionalMatch", "validateByteRange", "validateDTD", "validateSchema", "validateUrlEncoding", "validateUtf8Encoding",
            "verifyCC", "verifyCPF", "verifySSN", "verifySVNR", "within",
        ],
        [("ipMatchF", "ipMatchFromFile"), ("pmf", "pmFromFile")]);

    private static readonly TransformationTable Transformations = new();

    public static bool TryFindOperator(string name, [MaybeNullWhen(false)] out string spelling) => Operators.TryGetValue(name, out spelling);

    public static bool TryFindTransformation(string name, [MaybeNullWhen(false)] out string spelling)
    {
        spelling = Transformations.TryFind(name, out var transformation) ? transformation.Name : null;
        return spelling is not null;
    }

    private static FrozenDictionary<string, string> Spellings(string[] names, (string Alias, string Name)[] aliases) =>
        names.Select(name => (Alias: name, Name: name)).Concat(aliases)
            .ToFrozenDictionary(pair => pair.Alias, pair => pair.Name, StringComparer.OrdinalIgnoreCase);
}
