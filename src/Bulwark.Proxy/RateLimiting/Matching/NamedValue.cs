using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Bulwark.Proxy.RateLimiting.Matching;

/// <summary>A header or query argument that a request must have.</summary>
internal sealed class NamedValue(NamedValueOptions options)
{
    private readonly string[] _values = [.. options.Values];

    /// <summary>True when the header is there, with one of the values if those are given.</summary>
    public bool IsIn(IHeaderDictionary headers)
    {
        if (!headers.TryGetValue(options.Name, out var values))
            return false;

        foreach (var value in values)
        {
            if (Fits(value))
                return true;
        }

        return false;
    }

    /// <summary>True when the query has the argument, with one of the values if those are given.</summary>
    public bool IsIn(QueryString query)
    {
        foreach (var argument in new QueryStringEnumerable(query.Value))
        {
            if (argument.DecodeName().Span.Equals(options.Name, StringComparison.OrdinalIgnoreCase) && Fits(argument.DecodeValue().Span))
                return true;
        }

        return false;
    }

    private bool Fits(ReadOnlySpan<char> value)
    {
        foreach (var fitting in _values)
        {
            if (value.Equals(fitting, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return _values.Length == 0;
    }
}
