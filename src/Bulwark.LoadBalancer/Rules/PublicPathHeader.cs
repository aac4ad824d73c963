using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>A condition on a request header.</summary>
/// <param name="Name">The header.</param>
/// <param name="Values">The values that fit, compared with case; null: any value, even several.</param>
internal sealed record PublicPathHeader(string Name, FrozenSet<string>? Values = null)
{
    /// <summary>True when the request has the header, once and with one of the values if those are given.</summary>
    public bool Matches(IHeaderDictionary headers) =>
        Values is null ? headers.ContainsKey(Name) : headers[Name] is [{ } value] && Values.Contains(value);
}
