using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Probes;

/// <summary>The admin plane shows nothing to whoever has neither a certificate nor a one-time link.</summary>
internal sealed class AdminPlaneIsClosed : IProbe
{
    private static readonly string[] Paths = ["/", "/console", "/api/users", "/api/rooms", "/health", "/metrics"];

    public string Id => "admin.closed";

    public string Meaning => "The admin plane shows nothing without a certificate or a one-time link";

    public string? Sibling => null;

    public async Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken)
    {
        if (target.Admin is not { } admin)
            return ProbeResult.NotApplicable("the admin plane of another deployment is private");

        foreach (var path in Paths)
        {
            var bytes = RawRequest.Http1("GET", path, admin.Authority);
            var answer = await new RawClient(target.Limits).AskAsync(admin.Host, admin.Port, new TlsOffer { ServerName = "localhost" }, bytes, cancellationToken);
            var result = NoAnswer.Explain(answer, path, ProbeResult.Pass) ?? Judge(answer, path);
            if (result.Outcome != ProbeOutcome.Pass)
                return result;
        }

        return ProbeResult.Pass($"{Paths.Length} of {Paths.Length} paths refused");
    }

    private static ProbeResult Judge(Answer answer, string path) => answer.Http is { Status: 401 or 403 or 404 }
        ? ProbeResult.Pass(answer.ToString())
        : ProbeResult.Fail($"GET {path} answers {answer}, not 401, 403 or 404");
}
