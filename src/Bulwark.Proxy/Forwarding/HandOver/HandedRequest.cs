using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Bulwark.Core.Link;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Proxy.Forwarding.HandOver;

/// <summary>
/// A request as the tier sees to which it is handed: what a request over HTTP/2 would have brought, and behind it what is known of the session's peer. One object for all features, because
/// there is one for each request.
/// </summary>
internal sealed class HandedRequest : IFeatureCollection, IHttpRequestFeature, IHttpRequestBodyDetectionFeature, IHttpRequestIdentifierFeature, IHttpRequestLifetimeFeature, IHttpConnectionFeature
{
    private readonly LinkSession _session;
    private readonly HandedAnswer _answer;
    private Dictionary<Type, object?>? _set;

    public HandedRequest(HttpContext outer, LinkSession session, HandedAnswer answer)
    {
        (_session, _answer) = (session, answer);
        var request = outer.Request;
        Method = request.Method;
        Path = request.Path.Value ?? "";
        QueryString = request.QueryString.Value ?? "";
        RawTarget = outer.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        Headers = CopyHeaders(request);
        TraceIdentifier = outer.TraceIdentifier;
        RequestAborted = answer.Aborted;
    }

    public string Protocol { get; set; } = HttpProtocol.Http2;

    public string Scheme { get; set; } = "http";

    public string Method { get; set; }

    public string PathBase { get; set; } = "";

    public string Path { get; set; }

    public string QueryString { get; set; }

    public string RawTarget { get; set; }

    public IHeaderDictionary Headers { get; set; }

    public Stream Body { get; set; } = Stream.Null;

    public bool CanHaveBody => false;

    [AllowNull]
    public string TraceIdentifier { get; set; }

    public CancellationToken RequestAborted { get; set; }

    public string ConnectionId
    {
        get => _session.ConnectionId;
        set => throw new NotSupportedException("The session has its name.");
    }

    /// <summary>None: nobody came over a network.</summary>
    public System.Net.IPAddress? RemoteIpAddress { get; set; }

    /// <inheritdoc cref="RemoteIpAddress" />
    public System.Net.IPAddress? LocalIpAddress { get; set; }

    public int RemotePort { get; set; }

    public int LocalPort { get; set; }

    bool IFeatureCollection.IsReadOnly => false;

    /// <summary>Moves with every change, so that nobody keeps what was replaced.</summary>
    public int Revision { get; private set; }

    public object? this[Type key]
    {
        get => _set?.TryGetValue(key, out var set) == true ? set
            : key.IsInstanceOfType(this) ? this
            : key.IsInstanceOfType(_answer) ? _answer
            : _session.Features[key];
        set
        {
            (_set ??= [])[key] = value;
            Revision++;
        }
    }

    public TFeature? Get<TFeature>()
    {
        if (_set?.TryGetValue(typeof(TFeature), out var set) == true)
            return (TFeature?)set;

        return this is TFeature own ? own : _answer is TFeature answer ? answer : _session.Features.Get<TFeature>();
    }

    public void Set<TFeature>(TFeature? instance) => this[typeof(TFeature)] = instance;

    public void Abort() => _answer.CutOff(new IOException("The request was aborted."));

    /// <summary>What was set for this request alone.</summary>
    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() =>
        (_set ?? []).Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value!)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static IHeaderDictionary CopyHeaders(HttpRequest request)
    {
        IHeaderDictionary headers = new HeaderDictionary(request.Headers.Count);
        foreach (var (name, values) in request.Headers)
        {
            if (RequestCopy.IsForwarded(name))
                headers[name] = values;
        }

        if (RequestCopy.TakesTrailers(request))
            headers.TE = "trailers";

        return headers;
    }
}
