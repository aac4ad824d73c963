using Bulwark.Proxy.Addresses;
using Bulwark.Proxy.RateLimiting.Counting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Bulwark.Proxy.RateLimiting.Matching;

/// <summary>One thing that counters are told apart by.</summary>
/// <param name="type">What it is.</param>
/// <param name="name">The name of the header, cookie or query argument.</param>
/// <param name="subject">The subject of a request's verified token; null when it has none.</param>
internal sealed class Characteristic(CharacteristicType type, string name, Func<HttpContext, string?>? subject)
{
    public bool IsAddress => type == CharacteristicType.Address;

    public bool NeedsPath => type == CharacteristicType.Path;

    /// <summary>Adds the request's value to a key. False when it has none.</summary>
    public bool TryAdd(ref KeyedHash hash, in RequestView view) => type switch
    {
        CharacteristicType.Address => AddAddress(ref hash, view, level: 0),
        CharacteristicType.Header => view.Request.Headers.TryGetValue(name, out var values) && TryAdd(ref hash, values),
        CharacteristicType.Cookie => TryAddCookie(ref hash, view.Request.Headers.Cookie),
        CharacteristicType.Query => TryAddQuery(ref hash, view.Request.QueryString),
        CharacteristicType.Path => Add(ref hash, view.Path),
        CharacteristicType.Host => AddHost(ref hash, view.Host),
        CharacteristicType.TokenSubject => subject?.Invoke(view.Context) is { } text && Add(ref hash, text),
    };

    /// <summary>Adds the network of the client's address.</summary>
    public static bool AddAddress(ref KeyedHash hash, in RequestView view, int level)
    {
        hash.Add(AddressNetwork.Of(ClientAddress.Of(view.Context), level));
        return true;
    }

    private static bool TryAdd(ref KeyedHash hash, StringValues values)
    {
        hash.Add((ulong)values.Count);
        foreach (var value in values)
            hash.Add(value.AsSpan());

        return values.Count > 0;
    }

    private bool TryAddCookie(ref KeyedHash hash, StringValues headers)
    {
        foreach (var header in headers)
        {
            var rest = header.AsSpan();
            while (!rest.IsEmpty)
            {
                var end = rest.IndexOf(';');
                var pair = (end < 0 ? rest : rest[..end]).Trim(' ');
                rest = end < 0 ? [] : rest[(end + 1)..];
                var equals = pair.IndexOf('=');
                if (equals >= 0 && pair[..equals].TrimEnd(' ').SequenceEqual(name))
                    return Add(ref hash, pair[(equals + 1)..]);
            }
        }

        return false;
    }

    private bool TryAddQuery(ref KeyedHash hash, QueryString query)
    {
        foreach (var argument in new QueryStringEnumerable(query.Value))
        {
            if (argument.DecodeName().Span.SequenceEqual(name))
                return Add(ref hash, argument.DecodeValue().Span);
        }

        return false;
    }

    private static bool AddHost(ref KeyedHash hash, ReadOnlySpan<char> host)
    {
        Span<char> lower = stackalloc char[253];
        if (host.Length > lower.Length)
            return false;

        return Add(ref hash, lower[..host.ToLowerInvariant(lower)]);
    }

    private static bool Add(ref KeyedHash hash, ReadOnlySpan<char> value)
    {
        hash.Add(value);
        return true;
    }

    private static bool Add(ref KeyedHash hash, ReadOnlySpan<byte> value)
    {
        hash.Add(value);
        return true;
    }
}
