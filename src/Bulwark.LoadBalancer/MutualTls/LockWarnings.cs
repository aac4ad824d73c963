namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>What an operator is told of a lock that is not shut.</summary>
internal static class LockWarnings
{
    /// <summary>Why a mode other than verify is the weaker choice.</summary>
    public static string Of(MutualTlsMode mode) => mode == MutualTlsMode.Audit
        ? "is 'audit': anyone who reaches this listener is served, past the edge and all that it refuses; it is only recorded"
        : "is 'off': anyone who reaches this listener is served, past the edge and all that it refuses";
}
