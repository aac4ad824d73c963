using System.Net.Http.Headers;
using System.Net.Security;
using System.Text.RegularExpressions;

namespace Bulwark.Pki.Acme.Protocol;

/// <summary>
/// Requests to one ACME server: to the scheme, host and port of its directory and nowhere else, no redirect followed, no more read than an answer can need. One request
/// at a time.
/// </summary>
internal sealed partial class AcmeConnection : IDisposable
{
    /// <summary>Longest answer that is read; a chain of certificates has a few kilobytes.</summary>
    public const int MostBytes = 256 * 1024;

    private const int MostBadNonces = 4;
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(30);

    private readonly Uri _origin;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private string? _nonce;

    public AcmeConnection(AcmeRequest request, TimeProvider time)
    {
        _origin = new Uri(request.Directory.GetLeftPart(UriPartial.Authority));
        _time = time;
        var tls = new SslClientAuthenticationOptions();
        if (request.TrustedAuthority is { } trusted)
            tls.CertificateChainPolicy = trusted.CreateServerPolicy();

        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = ConnectTime,
            MaxConnectionsPerServer = 1,
            MaxResponseHeadersLength = 16,
            SslOptions = tls,
            UseCookies = false,
            UseProxy = false,
        })
        {
            MaxResponseContentBufferSize = MostBytes,
            Timeout = AnswerTime,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("bulwark", typeof(AcmeConnection).Assembly.GetName().Version?.ToString(3)));
    }

    /// <summary>Reads something that needs no signature: the directory, renewal information.</summary>
    /// <exception cref="AcmeException">The server does not answer, or refuses.</exception>
    public async Task<AcmeAnswer> GetAsync(Uri url, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(HttpMethod.Get, url, null, cancellationToken);
        return answer.IsSuccess ? answer : throw answer.Refusal();
    }

    /// <summary>Sends a signed request; again with another nonce when the server takes the first no more (RFC 8555 section 6.5).</summary>
    /// <param name="url">Where to.</param>
    /// <param name="newNonce">Where a nonce can be had when the last answer brought none.</param>
    /// <param name="sign">Makes the request with a nonce.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="AcmeException">The server does not answer, or refuses.</exception>
    public async Task<AcmeAnswer> PostAsync(Uri url, Uri newNonce, Func<string, byte[]> sign, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var nonce = _nonce ?? await NewNonceAsync(newNonce, cancellationToken);
            var answer = await SendAsync(HttpMethod.Post, url, sign(nonce), cancellationToken);
            if (answer.IsSuccess)
                return answer;

            var refusal = answer.Refusal();
            if (refusal.Type != AcmeProblem.BadNonce || attempt > MostBadNonces)
                throw refusal;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> NewNonceAsync(Uri url, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(HttpMethod.Head, url, null, cancellationToken);
        if (!answer.IsSuccess)
            throw answer.Refusal();

        return _nonce ?? throw new AcmeException($"The ACME server gave no nonce at {url.AbsolutePath}.");
    }

    private async Task<AcmeAnswer> SendAsync(HttpMethod method, Uri url, byte[]? signed, CancellationToken cancellationToken)
    {
        CheckOrigin(url);
        using var message = new HttpRequestMessage(method, url);
        if (signed is not null)
            message.Content = new ByteArrayContent(signed) { Headers = { ContentType = new MediaTypeHeaderValue("application/jose+json") } };

        try
        {
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseContentRead, cancellationToken);
            _nonce = ReadNonce(response);
            return new AcmeAnswer
            {
                Url = url,
                Status = (int)response.StatusCode,
                Body = await response.Content.ReadAsByteArrayAsync(cancellationToken),
                Location = response.Headers.Location is { } location ? new Uri(url, location) : null,
                RetryAfter = ReadRetryAfter(response.Headers.RetryAfter),
            };
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new AcmeException(Explain(e), e) { IsPassing = true };
        }
    }

    /// <summary>Else a server could send us to any address that we can reach and it cannot.</summary>
    private void CheckOrigin(Uri url)
    {
        if (!url.IsAbsoluteUri || url.Scheme != Uri.UriSchemeHttps || url.GetLeftPart(UriPartial.Authority) != _origin.GetLeftPart(UriPartial.Authority))
            throw new AcmeException($"The ACME server names the address '{AcmeProblem.Printable(url.OriginalString)}', which is not on {_origin.GetLeftPart(UriPartial.Authority)}: refused.");
    }

    private string Explain(Exception e) => e switch
    {
        OperationCanceledException => $"The ACME server {_origin.Authority} gave no answer within {AnswerTime.TotalSeconds:0} seconds.",
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => $"An answer of the ACME server {_origin.Authority} is too large.",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            $"The certificate of the ACME server {_origin.Authority} is not trusted: {(e.InnerException ?? e).Message.TrimEnd('.')}.",
        _ => $"The ACME server {_origin.Authority} cannot be reached: {e.Message.TrimEnd('.')}.",
    };

    private TimeSpan? ReadRetryAfter(RetryConditionHeaderValue? value)
    {
        var wait = value?.Delta ?? (value?.Date is { } date ? date - _time.GetUtcNow() : null);
        return wait is { } span && span < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static string? ReadNonce(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Replay-Nonce", out var values) && values.First() is var nonce && Nonce().IsMatch(nonce) ? nonce : null;

    // Anything else has to be ignored (RFC 8555 section 6.5.1).
    [GeneratedRegex("^[A-Za-z0-9_-]{1,512}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Nonce();
}
