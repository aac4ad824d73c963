using Bulwark.Core.Control;

namespace Bulwark.Posture.Probes;

/// <summary>The edge checks whom it speaks to, on every way to a load balancer. It is asked at its control socket, for on the wire only an attack would show the difference.</summary>
internal sealed class OriginModesAreStrict : IProbe
{
    private const string Edge = "edge";

    public string Id => "edge.origin.ssl-mode";

    public string Meaning => "The edge checks the certificate of every load balancer (SSL mode strict)";

    public string? Sibling => null;

    public async Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken)
    {
        if (target.Data is not { } data)
            return ProbeResult.NotApplicable("how another deployment's edge reaches its load balancer cannot be seen from here");

        if (!await ControlClient.IsRunningAsync(data, Edge, cancellationToken))
            return ProbeResult.Inconclusive("the edge does not run here");

        using var control = new ControlClient(data, Edge);
        return Judge((await control.GetAsync("/origins", PostureJson.Default.SeenOrigins, cancellationToken)).Origins);
    }

    private static ProbeResult Judge(IReadOnlyList<SeenOrigin> origins)
    {
        if (origins.Count == 0)
            return ProbeResult.Inconclusive("the edge names no load balancer");

        return origins.FirstOrDefault(origin => origin.IsWeak) is { } weak
            ? ProbeResult.Risk($"the way to {weak.Name} has the SSL mode '{weak.SslMode}': who is on it can take the load balancer's place; set sslMode to strict, then 'bulwark apply'")
            : ProbeResult.Pass($"strict to {origins.Count} of {origins.Count} load balancers");
    }
}
