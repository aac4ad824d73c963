using Bulwark.Core.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bulwark.Testing;

/// <summary>What a tier under test is given: a data directory of its own with its folders made, and the default names.</summary>
public static class TestEnvironment
{
    public const string PublicUrl = "https://localhost:8443";
    public const string Issuer = PublicUrl + "/local_bulwark";

    public static TierEnvironment Create(TemporaryDirectory directory, TimeProvider? time = null, ILoggerFactory? loggerFactory = null)
    {
        var data = new DataDirectory(directory.Path);
        data.Create();
        return new TierEnvironment
        {
            Data = data,
            LoggerFactory = loggerFactory ?? NullLoggerFactory.Instance,
            Time = time ?? TimeProvider.System,
            PublicUrl = PublicUrl,
            Issuer = Issuer,
        };
    }
}
