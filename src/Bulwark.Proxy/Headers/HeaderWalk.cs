using Bulwark.Proxy.Forwarding.HandOver;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Bulwark.Proxy.Headers;

/// <summary>Looks at each header of a message. Those of a message that was handed over lie in an array, and to look at them costs neither an enumerator nor a call.</summary>
internal ref struct HeaderWalk
{
    private readonly ReadOnlySpan<KeyValuePair<string, StringValues>> _fields;
    private readonly IEnumerator<KeyValuePair<string, StringValues>>? _others;
    private int _next;

    private HeaderWalk(IHeaderDictionary headers)
    {
        if (headers is HandedHeaders handed)
            _fields = handed.Fields;
        else
            _others = headers.GetEnumerator();
    }

    public readonly KeyValuePair<string, StringValues> Current => _others is null ? _fields[_next - 1] : _others.Current;

    /// <summary>Through headers that nobody changes until the end.</summary>
    public static HeaderWalk Through(IHeaderDictionary headers) => new(headers);

    public readonly HeaderWalk GetEnumerator() => this;

    public bool MoveNext() => _others is null ? ++_next <= _fields.Length : _others.MoveNext();

    public readonly void Dispose() => _others?.Dispose();
}
