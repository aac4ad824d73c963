using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Bulwark.Core.Link;
using Bulwark.Proxy.Addresses;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Bulwark.Proxy.Forwarding.HandOver;

/// <summary>
/// A request as the tier sees to which it is handed: what a request over HTTP/2 would have brought, and behind it what is known of the session's peer. One object for all features, because
/// there is one for each request.
/// </summary>
internal sealed class HandedRequest : IFeatureCollection, IHttpRequestFeature, IHttpRequestBodyDetectionFeature, IHttpRequestIdentifierFeature, IHttpRequestLifetimeFeature, IHttpConnectionFeature
{
    private readonly LinkSession _session;
    private readonly HandedAnswer _answer;
    private ClientAddress? _client;
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
        // A client is set for each request: it has a place of its own, and others need no table.
        get => key == typeof(ClientAddress) && _client is not null ? _client
            : _set?.TryGetValue(key, out var set) == true ? set
            : IsOwn(key) ? this
            : IsOfAnswer(key) ? _answer
            : _session.Features[key];
        set
        {
            if (key == typeof(ClientAddress))
                _client = (ClientAddress?)value;
            else
                (_set ??= [])[key] = value;
            Revision++;
        }
    }

    public TFeature? Get<TFeature>() => (TFeature?)this[typeof(TFeature)];

    public void Set<TFeature>(TFeature? instance) => this[typeof(TFeature)] = instance;

    public void Abort() => _answer.CutOff(new IOException("The request was aborted."));

    /// <summary>What was set for this request alone.</summary>
    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() =>
        (_set ?? []).Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value!)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Asked some twenty times a request: comparing types by reference is what costs least.</summary>
    private static bool IsOwn(Type key) =>
        key == typeof(IHttpRequestFeature) || key == typeof(IHttpRequestBodyDetectionFeature) || key == typeof(IHttpConnectionFeature)
        || key == typeof(IHttpRequestLifetimeFeature) || key == typeof(IHttpRequestIdentifierFeature);

    private static bool IsOfAnswer(Type key) =>
        key == typeof(IHttpResponseFeature) || key == typeof(IHttpResponseBodyFeature) || key == typeof(IHttpResponseTrailersFeature) || key == typeof(IHttpResetFeature);

    private static IHeaderDictionary CopyHeaders(HttpRequest request)
    {
        // Room for what the other tier adds: who the client is, and who we are.
        var headers = new HandedHeaders(request.Headers.Count + 8);
        foreach (var (name, values) in request.Headers)
        {
            if (RequestCopy.IsForwarded(name))
                headers.Append(name, values);
        }

        if (RequestCopy.TakesTrailers(request))
            headers.Append(HeaderNames.TE, "trailers");

        return headers;
    }
}
