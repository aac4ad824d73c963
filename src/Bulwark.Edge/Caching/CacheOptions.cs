using Bulwark.Core.Configuration;

namespace Bulwark.Edge.Caching;

/// <summary>The cache: section <c>edge.cache</c>. Off unless the operator wants it: a chat has little to cache, and what is not stored cannot be poisoned.</summary>
public sealed record CacheOptions : IConfigSection
{
    private const long LeastMemory = 1024 * 1024;
    private const long MostMemory = 16L * 1024 * LeastMemory;

    /// <summary>True stores answers that their origin lets everybody see and says to be fresh.</summary>
    public bool Enabled { get; set; }

    /// <summary>How much all stored answers may take, in bytes.</summary>
    public long MemoryBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>How long answers count as fresh whose origin does not say, by path; the first that fits decides.</summary>
    public IReadOnlyList<CacheRuleOptions> Rules { get; set; } = [];

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (MemoryBytes is < LeastMemory or > MostMemory)
            yield return at["memoryBytes"].Error($"{MemoryBytes} is out of range: {LeastMemory} to {MostMemory} bytes");
    }
}
