namespace Bulwark.Posture.Probes;

/// <summary>What the probes of the load balancer share.</summary>
internal static class OriginProbes
{
    /// <summary>The sibling of every probe that wants to be refused at the load balancer.</summary>
    public const string SiblingId = "origin.mtls.edge-client";

    /// <summary>There is no address to ask.</summary>
    public static ProbeResult NotKnown { get; } = ProbeResult.NotApplicable("the address of the load balancer is not known: name it with --origin");

    /// <summary>There is nothing to present.</summary>
    public static ProbeResult NoCertificateAtHand { get; } = ProbeResult.Inconclusive("no client certificate of this deployment is at hand: name it with --client-cert and --client-key");
}
