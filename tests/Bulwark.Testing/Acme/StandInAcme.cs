using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bulwark.Testing.Acme;

/// <summary>
/// An ACME server on loopback (RFC 8555, 8737, 9773): it checks nonces, keys, addresses and signatures, asks for the proof of names over the network, and signs with a CA of
/// its own. Its knobs make it behave badly.
/// </summary>
public sealed class StandInAcme : IAsyncDisposable
{
    private readonly AcmeTestCa _ca;
    private readonly TimeProvider _time;
    private readonly X509Certificate2 _certificate;
    private readonly ConcurrentDictionary<string, bool> _nonces = new(StringComparer.Ordinal);
    private readonly AcmeAccounts _accounts = new();
    private readonly List<AcmeTestOrder> _orders = [];
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private WebApplication? _app;
    private int _port;

    private StandInAcme(TimeProvider time)
    {
        _time = time;
        _ca = new AcmeTestCa(time);
        _certificate = _ca.MakeServerCertificate();
    }

    public Uri Directory => new($"{Root}/directory");

    /// <summary>Signs what it issues, and the server's own certificate.</summary>
    public string RootPem => _ca.RootPem;

    /// <summary>Where the names are that it proves by handshake.</summary>
    public int HandshakePort { get; set; }

    /// <summary>Where the names are that it proves over plain HTTP.</summary>
    public int HttpPort { get; set; }

    /// <summary>Proves a name otherwise than over the network: name, token, authorization.</summary>
    public Func<string, string, string, bool>? Prove { get; set; }

    /// <summary>How many requests to come it refuses for their nonce.</summary>
    public int BadNonces { get; set; }

    /// <summary>Looks at each request first, by its path; what it throws is the answer, and true means that it has answered.</summary>
    public Func<HttpContext, Task<bool>> Before { get; set; } = _ => Task.FromResult(false);

    /// <summary>What clients have to be bound to.</summary>
    public (string KeyId, byte[] Key)? ExternalAccount { get; set; }

    public IReadOnlyList<string> ChallengeTypes { get; set; } = ["http-01", "dns-01", "tls-alpn-01"];

    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Answers to what is under way say "not yet" so many times, with this Retry-After.</summary>
    public (int Times, TimeSpan RetryAfter) Slowness { get; set; }

    /// <summary>Changes the chain that it gives.</summary>
    public Func<string, string> Chain { get; set; } = chain => chain;

    /// <summary>Issues for this key instead of the client's.</summary>
    public ECDsa? OtherKey { get; set; }

    /// <summary>Issues for these names instead of those of the order.</summary>
    public IReadOnlyList<string>? OtherNames { get; set; }

    /// <summary>What it suggests for the renewal; null: nothing.</summary>
    public (DateTimeOffset Start, DateTimeOffset End)? RenewalWindow { get; set; }

    /// <summary>Paths that were asked for, in order.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    public int Accounts => _accounts.Count;

    public IReadOnlyList<AcmeTestOrder> Orders => _orders;

    public IReadOnlyList<string> Contacts => _accounts.Contacts;

    public string OtherAuthorityPem => new AcmeTestCa(_time).IntermediatePem;

    private string Root => $"https://localhost:{_port}";

    private AcmeObjects Objects => new(Root);

    public static async Task<StandInAcme> StartAsync(TimeProvider? time = null)
    {
        var server = new StandInAcme(time ?? TimeProvider.System);
        await server.StartAsync(0);
        return server;
    }

    /// <summary>Nobody answers at its address from now on.</summary>
    public async Task StopAsync()
    {
        await _app!.StopAsync(Deadline.Token(TimeSpan.FromMilliseconds(100)));
        await _app.DisposeAsync();
        _app = null;
    }

    /// <summary>It is there again, and knows what it knew.</summary>
    public Task StartAgainAsync() => StartAsync(_port);

    /// <summary>Forgets all accounts.</summary>
    public void ForgetAccounts() => _accounts.Forget();

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await StopAsync();
        _ca.Dispose();
        _certificate.Dispose();
        _turn.Dispose();
    }

    private async Task StartAsync(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.UseHttps(_certificate);
        }));
        _app = builder.Build();
        _app.Run(AnswerAsync);
        await _app.StartAsync();
        _port = EndpointOf.Port(_app);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        _requests.Enqueue($"{context.Request.Method} {context.Request.Path}");
        await _turn.WaitAsync();
        try
        {
            context.Response.Headers["Replay-Nonce"] = NewNonce();
            if (!await Before(context))
                await RouteAsync(context, context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries));
        }
        catch (AcmeRefusalException problem)
        {
            if (problem.RetryAfter is { } wait)
                context.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
            await WriteAsync(context, problem.Status, AcmeObjects.Problem(problem.Type, problem.Message), "application/problem+json");
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task RouteAsync(HttpContext context, string[] path)
    {
        switch (context.Request.Method, path)
        {
            case ("GET", ["directory"]):
                await WriteAsync(context, 200, Objects.Directory(ExternalAccount is not null, RenewalWindow is not null));
                return;
            case ("HEAD", ["new-nonce"]):
                return;
            case ("GET", ["renewal-info", _]) when RenewalWindow is { } window:
                await WriteAsync(context, 200, new JsonObject { ["suggestedWindow"] = new JsonObject { ["start"] = window.Start.ToString("O"), ["end"] = window.End.ToString("O") } });
                return;
            case ("POST", _):
                await PostAsync(context, path, await ReadAsync(context));
                return;
            default:
                throw new AcmeRefusalException("malformed", "no such thing", 404);
        }
    }

    private async Task<SignedRequest> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentType != "application/jose+json")
            throw new AcmeRefusalException("malformed", "the content type is wrong", 415);
        if (context.Request.Headers.UserAgent.Count == 0)
            throw new AcmeRefusalException("malformed", "the client does not say who it is");

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var request = JwsCheck.Read(body.ToArray(), _accounts.KeyOf);
        if (request.Url != $"{Root}{context.Request.Path}")
            throw new AcmeRefusalException("unauthorized", "signed for another address", 401);
        if (!_nonces.TryRemove(request.Nonce, out _) || BadNonces-- > 0)
            throw new AcmeRefusalException("badNonce", "the nonce is not one of ours");

        if ((request.Account is null) != (context.Request.Path == "/new-account"))
            throw new AcmeRefusalException("malformed", "jwk for a new account, kid for everything else");

        return request;
    }

    private Task PostAsync(HttpContext context, string[] path, SignedRequest request) => path switch
    {
        ["new-account"] => NewAccountAsync(context, request),
        ["account", _] => AccountAsync(context, request),
        ["new-order"] => NewOrderAsync(context, request),
        ["order", var number] => ShowOrderAsync(context, Order(number, request)),
        ["order", var number, "finalize"] => FinalizeAsync(context, Order(number, request), request),
        ["authorization", var number, var name] => ShowAuthorizationAsync(context, Order(number, request), name),
        ["challenge", var number, var name, var type] => ChallengeAsync(context, Order(number, request), name, type, request),
        ["certificate", var number] => WriteTextAsync(context, Order(number, request).Chain!, "application/pem-certificate-chain"),
        _ => throw new AcmeRefusalException("malformed", "no such thing", 404),
    };

    private Task NewAccountAsync(HttpContext context, SignedRequest request)
    {
        context.Response.Headers.Location = _accounts.Open(request, Root, ExternalAccount, out var isNew);
        return WriteAsync(context, isNew ? 201 : 200, new JsonObject { ["status"] = "valid" });
    }

    private Task AccountAsync(HttpContext context, SignedRequest request)
    {
        _accounts.Update(request);
        return WriteAsync(context, 200, new JsonObject { ["status"] = "valid" });
    }

    private async Task NewOrderAsync(HttpContext context, SignedRequest request)
    {
        using var payload = JsonDocument.Parse(request.Payload);
        var order = new AcmeTestOrder
        {
            Number = _orders.Count + 1,
            Account = request.Account!,
            Names = [.. payload.RootElement.GetProperty("identifiers").EnumerateArray().Select(identifier => identifier.GetProperty("value").GetString()!)],
            Replaces = payload.RootElement.TryGetProperty("replaces", out var replaces) ? replaces.GetString() : null,
        };
        foreach (var name in order.Names)
        {
            order.AuthorizationStatus[name] = "pending";
            order.Tokens[name] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        }

        _orders.Add(order);
        context.Response.Headers.Location = $"{Root}/order/{order.Number}";
        await WriteAsync(context, 201, Objects.Order(order));
    }

    private Task ShowOrderAsync(HttpContext context, AcmeTestOrder order)
    {
        if (order.Status == "processing" && !IsSlow(context))
            order.Status = "valid";
        return WriteAsync(context, 200, Objects.Order(order));
    }

    private Task ShowAuthorizationAsync(HttpContext context, AcmeTestOrder order, string name)
    {
        if (order.AuthorizationStatus[name] == "processing" && !IsSlow(context))
            Decide(order, name);
        return WriteAsync(context, 200, Objects.Authorization(order, name, ChallengeTypes));
    }

    private async Task ChallengeAsync(HttpContext context, AcmeTestOrder order, string name, string type, SignedRequest request)
    {
        if (Encoding.ASCII.GetString(request.Payload) != "{}")
            throw new AcmeRefusalException("malformed", "an empty object is wanted");
        if (order.AuthorizationStatus[name] != "pending")
            throw new AcmeRefusalException("malformed", "the challenge is not pending");

        var token = order.Tokens[name];
        var authorization = $"{token}.{JwsCheck.Thumbprint(request.Key)}";
        var fault = Prove is { } prove
            ? prove(name, token, authorization) ? null : "it was not proved"
            : type == "http-01" ? await NameCheck.ByHttpAsync(HttpPort, name, token, authorization) : await NameCheck.ByHandshakeAsync(HandshakePort, name, authorization);
        if (fault is not null)
            order.ChallengeError[$"{name} {type}"] = fault;

        order.AuthorizationStatus[name] = "processing";
        if (Slowness.Times == 0)
            Decide(order, name);
        await WriteAsync(context, 200, Objects.Challenge(order, name, type));
    }

    private static void Decide(AcmeTestOrder order, string name)
    {
        order.AuthorizationStatus[name] = order.ChallengeError.Keys.Any(key => key.StartsWith(name + ' ', StringComparison.Ordinal)) ? "invalid" : "valid";
        order.Status = order.AuthorizationStatus.Values.Contains("invalid", StringComparer.Ordinal) ? "invalid" : order.AuthorizationStatus.Values.All(status => status == "valid") ? "ready" : order.Status;
    }

    private async Task FinalizeAsync(HttpContext context, AcmeTestOrder order, SignedRequest request)
    {
        if (order.Status != "ready")
            throw new AcmeRefusalException("orderNotReady", $"the order is {order.Status}", 403);

        using var payload = JsonDocument.Parse(request.Payload);
        var csr = CertificateRequest.LoadSigningRequest(
            Base64Url.DecodeFromChars(payload.RootElement.GetProperty("csr").GetString()), HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        var names = csr.CertificateExtensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames();
        if (!names.ToHashSet(StringComparer.Ordinal).SetEquals(order.Names))
            throw new AcmeRefusalException("badCSR", "the names are not those of the order");
        if (JwsCheck.Thumbprint(csr.PublicKey.GetECDsaPublicKey()!) == JwsCheck.Thumbprint(request.Key))
            throw new AcmeRefusalException("badCSR", "the key is the account's");

        using var leaf = _ca.Sign(OtherKey is null ? csr.PublicKey : new PublicKey(OtherKey), OtherNames ?? order.Names, Lifetime);
        order.Chain = Chain($"{leaf.ExportCertificatePem()}\n{_ca.IntermediatePem}\n");
        order.Status = Slowness.Times == 0 ? "valid" : "processing";
        await WriteAsync(context, 200, Objects.Order(order));
    }

    private bool IsSlow(HttpContext context)
    {
        if (Slowness.Times == 0)
            return false;

        context.Response.Headers.RetryAfter = ((int)Slowness.RetryAfter.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        Slowness = (Slowness.Times - 1, Slowness.RetryAfter);
        return true;
    }

    private AcmeTestOrder Order(string number, SignedRequest request)
    {
        var order = _orders[int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) - 1];
        return order.Account == request.Account ? order : throw new AcmeRefusalException("unauthorized", "somebody else's order", 403);
    }

    private string NewNonce()
    {
        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        _nonces[nonce] = true;
        return nonce;
    }

    private static Task WriteAsync(HttpContext context, int status, JsonObject body, string type = "application/json")
    {
        context.Response.StatusCode = status;
        return WriteTextAsync(context, body.ToJsonString(), type);
    }

    private static Task WriteTextAsync(HttpContext context, string text, string type)
    {
        context.Response.ContentType = type;
        return context.Response.WriteAsync(text);
    }
}
