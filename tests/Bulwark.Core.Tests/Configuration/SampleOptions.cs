using System.Text.Json.Serialization;
using Bulwark.Core.Configuration;

namespace Bulwark.Core.Tests.Configuration;

public sealed record SampleOptions : IConfigSection
{
    public required string Name { get; set; }

    public int? Port { get; set; }

    public bool Enabled { get; set; } = true;

    public SampleMode Mode { get; set; }

    public IReadOnlyList<SampleEntry> Entries { get; set; } = [];

    public IReadOnlyDictionary<string, SampleEntry> Named { get; set; } = new Dictionary<string, SampleEntry>(StringComparer.Ordinal);

    public SecretFile? Secret { get; set; }

    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (Port is < 1 or > 65_535)
            yield return at["port"].Error($"{Port} is out of range: 1 to 65535");

        if (Mode == SampleMode.WideOpen)
            yield return at["mode"].Warning("'wideOpen' lets everyone in");
    }
}

public sealed record SampleEntry : IConfigSection
{
    public required Uri Url { get; set; }

    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (Url.Scheme != Uri.UriSchemeHttps)
            yield return at["url"].Error($"'{Url}' is not https");
    }
}

[JsonConverter(typeof(SettingsEnumConverter<SampleMode>))]
public enum SampleMode
{
    Closed,
    WideOpen,
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SampleOptions))]
internal sealed partial class SampleJson : JsonSerializerContext;
