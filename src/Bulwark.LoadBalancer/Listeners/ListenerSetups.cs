using Bulwark.Core.Hosting;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.Pki;
using Bulwark.Proxy.Tls;

namespace Bulwark.LoadBalancer.Listeners;

/// <summary>Reads the files that the settings name for each listener.</summary>
internal static class ListenerSetups
{
    /// <summary>Every listener of the settings, the default one first.</summary>
    /// <exception cref="Core.OperatorException">A certificate file is missing or unusable.</exception>
    public static IReadOnlyList<ListenerSetup> Create(LoadBalancerOptions options, TierEnvironment environment)
    {
        var main = Default(options, environment);
        return [main, .. options.Listeners.Select(listener => Beside(main, listener, environment))];
    }

    private static ListenerSetup Default(LoadBalancerOptions options, TierEnvironment environment)
    {
        var first = options.Certificate ?? CertificateOptions.OfInstance(environment.Data, PkiFolder.LoadBalancer);
        return new ListenerSetup(
            LockedListeners.Default,
            Load([first, .. options.Certificates], environment),
            options.TlsPolicy,
            new LockPolicy(options.MutualTls, Load(LoadBalancerOptions.TrustOf(options.TrustStore, options.ClientCertificates) ?? new TrustStoreOptions(), environment)));
    }

    private static ListenerSetup Beside(ListenerSetup main, NamedListenerOptions options, TierEnvironment environment) => new(
        options.Name,
        options.Certificates.Count == 0 ? main.Certificates : Load(options.Certificates, environment),
        options.TlsPolicy ?? main.TlsPolicy,
        LoadBalancerOptions.TrustOf(options.TrustStore, options.ClientCertificates) is { } trust
            ? new LockPolicy(options.MutualTls, Load(trust, environment))
            : main.Policy.In(options.MutualTls));

    private static CertificateSelection Load(IEnumerable<CertificateOptions> certificates, TierEnvironment environment) =>
        new([.. certificates.Select(certificate => certificate.Load(environment.Data))]);

    private static TrustStore Load(TrustStoreOptions trust, TierEnvironment environment) =>
        TrustStore.Load(trust, environment.Data, environment.Time);
}
