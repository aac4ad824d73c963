using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>A parameter of the query, key and value percent-decoded once and compared without regard to case; of several of this key one is enough.</summary>
/// <param name="key">The key.</param>
/// <param name="values">The values; empty: any.</param>
internal sealed class QueryCondition(string key, IReadOnlyCollection<string> values) : ICondition
{
    private const int StackLength = 512;

    private readonly WildcardPattern[] _patterns = [.. values.DefaultIfEmpty("*").Select(value => new WildcardPattern(value, StringComparison.OrdinalIgnoreCase))];

    public bool Matches(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan();
        var mark = target.IndexOf('?');
        if (mark < 0)
            return false;

        var query = target[(mark + 1)..];
        Span<char> decoded = query.Length <= StackLength ? stackalloc char[StackLength] : new char[query.Length];
        foreach (var range in query.Split('&'))
        {
            if (IsMatch(query[range], decoded))
                return true;
        }

        return false;
    }

    private bool IsMatch(ReadOnlySpan<char> parameter, Span<char> decoded)
    {
        var equals = parameter.IndexOf('=');
        var name = equals < 0 ? parameter : parameter[..equals];
        if (!((ReadOnlySpan<char>)decoded[..Decode(name, decoded)]).Equals(key, StringComparison.OrdinalIgnoreCase))
            return false;

        var value = decoded[..(equals < 0 ? 0 : Decode(parameter[(equals + 1)..], decoded))];
        foreach (var pattern in _patterns)
        {
            if (pattern.Matches(value))
                return true;
        }

        return false;
    }

    /// <summary>In a query a plus is a space (URL standard, application/x-www-form-urlencoded parsing).</summary>
    private static int Decode(ReadOnlySpan<char> text, Span<char> decoded)
    {
        // What was escaped as %2B stays a plus: the others are replaced before.
        text.Replace(decoded, '+', ' ');
        return PercentDecoding.Decode(decoded[..text.Length], decoded);
    }
}
