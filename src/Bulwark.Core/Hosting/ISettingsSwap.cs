namespace Bulwark.Core.Hosting;

/// <summary>
/// Exchanges the settings of a tier while it runs. A tier that can do so registers this as a service; the settings of every other tier take effect at its
/// next start.
/// </summary>
/// <typeparam name="TOptions">The tier's section of the settings.</typeparam>
public interface ISettingsSwap<in TOptions>
{
    /// <summary>Builds everything that the new settings need, and touches nothing that runs.</summary>
    /// <param name="options">The tier's section.</param>
    /// <param name="environment">What the other sections say to every tier: hosts, public address, issuer.</param>
    /// <exception cref="OperatorException">They cannot be put into force: a file is unusable, or something differs that only a start can change.</exception>
    IPreparedSettings Prepare(TOptions options, TierEnvironment environment);

    /// <summary>Builds everything again from the settings in force, because files that they name have changed: certificates, trust stores, revocation lists.</summary>
    /// <exception cref="OperatorException">A file is unusable.</exception>
    IPreparedSettings PrepareAgain();
}
