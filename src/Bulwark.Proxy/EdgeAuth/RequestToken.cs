using Bulwark.Jwt;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.EdgeAuth;

/// <summary>The token of a request, verified once for all who ask.</summary>
internal sealed class RequestToken
{
    private const string Scheme = "Bearer ";

    private readonly Task<JwtResult>? _verification;
    private volatile bool _isKnown;
    private JwtResult _result;

    private RequestToken(RememberingVerifier? verifier, ValueTask<JwtResult> verification)
    {
        Verifier = verifier;
        if (verification.IsCompletedSuccessfully)
            Keep(verification.Result);
        else
            _verification = WaitAsync(verification);
    }

    /// <summary>Who verified it; null when there is no token.</summary>
    public RememberingVerifier? Verifier { get; }

    /// <summary>What is known of it now; null while the issuer's keys are fetched.</summary>
    public JwtResult? Known => _isKnown ? _result : null;

    /// <summary>What became of it.</summary>
    public ValueTask<JwtResult> ResultAsync() => _isKnown ? ValueTask.FromResult(_result) : new ValueTask<JwtResult>(_verification!);

    /// <summary>The token of a request, by this verifier.</summary>
    public static RequestToken Of(HttpContext context, RememberingVerifier verifier)
    {
        if (context.Features.Get<RequestToken>() is { } known && (known.Verifier is null || known.Verifier == verifier))
            return known;

        var token = Read(context.Request) is { } text
            ? new RequestToken(verifier, verifier.VerifyAsync(text, context.RequestAborted))
            : new RequestToken(null, default);
        context.Features.Set(token);
        return token;
    }

    /// <summary>The one bearer token of the header (RFC 6750 section 2.1); null when there is none.</summary>
    public static string? Read(HttpRequest request) => request.Headers.Authorization is [{ } header] ? Read(header) : null;

    /// <summary>The token of a header's value.</summary>
    public static string? Read(string header)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;

        var token = header[Scheme.Length..].Trim();
        return token.Length > 0 ? token : null;
    }

    private async Task<JwtResult> WaitAsync(ValueTask<JwtResult> verification) => Keep(await verification);

    private JwtResult Keep(JwtResult result)
    {
        _result = result;
        _isKnown = true;
        return result;
    }
}
