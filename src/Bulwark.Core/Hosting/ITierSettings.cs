namespace Bulwark.Core.Hosting;

/// <summary>
/// Reads a whole settings file for one of the tiers in this process. The program has it, since it alone knows the root of the settings; a tier asks through it for its
/// own section.
/// </summary>
public interface ITierSettings
{
    /// <summary>Builds what the tier needs to run under these settings, and touches nothing that runs.</summary>
    /// <param name="tier">Name of the tier.</param>
    /// <param name="file">The settings file.</param>
    /// <param name="services">The tier's services, with its <see cref="ISettingsSwap{TOptions}"/> if it can exchange settings while it runs.</param>
    /// <exception cref="OperatorException">The tier cannot take them without a start, or something that they name is unusable.</exception>
    /// <exception cref="Configuration.ConfigException">The file is invalid.</exception>
    IPreparedSettings Prepare(string tier, string file, IServiceProvider services);
}
