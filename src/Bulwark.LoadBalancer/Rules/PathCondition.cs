using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>The path as the client wrote it, compared with case.</summary>
/// <param name="values">The patterns.</param>
/// <param name="alsoDecoded">
/// True for a rule that answers: it fits what reads so after one percent-decoding too. The tiers decode, so <c>/%6Fld</c> would go past a rule for
/// <c>/old</c> and still be <c>/old</c> to them. A rule that forwards takes the one plain spelling.
/// </param>
internal sealed class PathCondition(IEnumerable<string> values, bool alsoDecoded) : ICondition
{
    private const int StackLength = 512;

    private readonly WildcardPattern[] _patterns = [.. values.Select(value => new WildcardPattern(value, StringComparison.Ordinal))];

    public bool Matches(HttpContext context)
    {
        var path = RawPath.PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        return IsMatch(path) || (alsoDecoded && path.Contains('%') && IsDecodedMatch(path));
    }

    private bool IsMatch(ReadOnlySpan<char> path)
    {
        foreach (var pattern in _patterns)
        {
            if (pattern.Matches(path))
                return true;
        }

        return false;
    }

    private bool IsDecodedMatch(ReadOnlySpan<char> path)
    {
        Span<char> decoded = path.Length <= StackLength ? stackalloc char[StackLength] : new char[path.Length];
        return IsMatch(decoded[..PercentDecoding.Decode(path, decoded)]);
    }
}
