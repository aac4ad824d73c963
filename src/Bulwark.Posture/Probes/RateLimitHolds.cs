using System.Net;
using System.Security.Cryptography;
using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Probes;

/// <summary>Guessing passwords ends after a few attempts, whatever address the client claims to have.</summary>
/// <param name="id">Name of the probe.</param>
/// <param name="meaning">The promise.</param>
/// <param name="headers">What each attempt says of itself beside; gets its number.</param>
internal sealed class RateLimitHolds(string id, string meaning, Func<int, IReadOnlyList<string>> headers) : IProbe
{
    // The default allows 15 that fail in 10 seconds.
    private const int Attempts = 40;

    /// <summary>Attempts of an honest client.</summary>
    public static RateLimitHolds OfLogin() => new("edge.rate-limit.login", "Attempts to log in are limited", _ => []);

    /// <summary>Attempts that claim to come from everywhere.</summary>
    public static RateLimitHolds WithForgedAddresses() => new("edge.rate-limit.forged-address", "Forged client addresses do not get past the limit", Forged);

    /// <summary>Attempts that claim to come from everywhere, of a holder of a client certificate past the edge: only the edge's own leaf is believed about such things.</summary>
    public static RateLimitHolds PastTheEdge() => new("origin.headers.forged", "The load balancer believes forwarded headers of nobody but the edge", Forged) { IsPastTheEdge = true };

    public string Id => id;

    public string Meaning => meaning;

    public string? Sibling => IsPastTheEdge ? OriginProbes.SiblingId : EdgeServesVersions.ProbeId;

    private bool IsPastTheEdge { get; init; }

    public bool RunsAlone => true;

    public async Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken)
    {
        if (IsPastTheEdge && target.Origin is null)
            return OriginProbes.NotKnown;

        if (IsPastTheEdge && target.Data is null)
            return ProbeResult.NotApplicable("another deployment's load balancer need not limit anybody: its edge does");

        using var certificate = IsPastTheEdge ? target.Credentials?.Client() : null;
        if (IsPastTheEdge && certificate is null)
            return OriginProbes.NoCertificateAtHand;

        var from = OwnAddress(target);
        for (var number = 1; number <= Attempts; number++)
        {
            // No login type: nobody's password is tried.
            var request = new EdgeRequest("POST", "/_matrix/client/v3/login") { Json = "{}", Headers = headers(number), From = from };
            var answer = await (certificate is null ? target.AskEdgeAsync(request, cancellationToken) : target.AskOriginAsync(target.Origin!, certificate, request, cancellationToken));
            if (NoAnswer.Explain(answer, request.ToString(), ProbeResult.Inconclusive) is { } nothing)
                return nothing;

            if (answer.Http is { Status: 429 } http)
                return Judge(http, number);
        }

        return ProbeResult.Fail($"{Attempts} attempts at once and none was refused");
    }

    private static IReadOnlyList<string> Forged(int number) =>
    [
        $"X-Forwarded-For: 198.51.100.{number}", $"X-Real-IP: 198.51.100.{number}", $"CF-Connecting-IP: 198.51.100.{number}", $"True-Client-IP: 198.51.100.{number}",
        $"Forwarded: for=198.51.100.{number}", "X-Amzn-Mtls-Clientcert-Subject: CN=bulwark-edge",
    ];

    private static ProbeResult Judge(HttpAnswer refusal, int number)
    {
        if (!refusal.Headers.TryGetValue("Retry-After", out var retryAfter))
            return ProbeResult.Fail($"attempt {number} gets 429 without Retry-After");

        return number == 1
            ? ProbeResult.Inconclusive($"limited from the first attempt on: wait {retryAfter} s and run the probe again")
            : ProbeResult.Pass($"attempt {number} gets 429, Retry-After {retryAfter}");
    }

    /// <summary>On this machine each run comes from an address of its own (all of 127/8 is ours), so that it finds fresh counters and leaves everybody else's alone.</summary>
    private static IPAddress? OwnAddress(PostureTarget target) => target.Data is not null && target.Edge.IsLoopback
        ? new IPAddress([127, (byte)RandomNumberGenerator.GetInt32(1, 255), (byte)RandomNumberGenerator.GetInt32(0, 256), (byte)RandomNumberGenerator.GetInt32(1, 255)])
        : null;
}
