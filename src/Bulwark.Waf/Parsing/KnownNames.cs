using System.Diagnostics.CodeAnalysis;
using Bulwark.Waf.Operators;
using Bulwark.Waf.Transformations;

namespace Bulwark.Waf.Parsing;

/// <summary>The operators and transformations that a rule may name, each with one spelling. Names are compared without case.</summary>
internal static class KnownNames
{
    private static readonly TransformationTable Transformations = new();

    public static bool TryFindOperator(string name, [MaybeNullWhen(false)] out string spelling) => OperatorTable.TryFindSpelling(name, out spelling);

    public static bool TryFindTransformation(string name, [MaybeNullWhen(false)] out string spelling)
    {
        spelling = Transformations.TryFind(name, out var transformation) ? transformation.Name : null;
        return spelling is not null;
    }
}
