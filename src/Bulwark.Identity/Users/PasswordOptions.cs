using Bulwark.Core.Configuration;

namespace Bulwark.Identity.Users;

/// <summary>Section <c>identity.passwords</c>. The cost is OWASP's first choice for Argon2id; a login pays it, a guesser pays it every time.</summary>
public sealed record PasswordOptions : IConfigSection
{
    /// <summary>Longer passwords are refused: hashing them would be work for nothing.</summary>
    public const int MaxLength = 256;

    /// <summary>Shortest password that may be set, in characters. Length is what counts (NIST SP 800-63B); no kinds of characters are asked for.</summary>
    public int MinLength { get; set; } = 12;

    /// <summary>Memory that one hash fills, in KiB (Argon2's <c>m</c>).</summary>
    public int MemoryKiB { get; set; } = 19_456;

    /// <summary>How often the memory is gone over (Argon2's <c>t</c>).</summary>
    public int Iterations { get; set; } = 2;

    /// <summary>Lanes that are filled side by side (Argon2's <c>p</c>).</summary>
    public int Parallelism { get; set; } = 1;

    /// <summary>How many passwords are hashed at once. The others wait; more than 32 waiting are turned away.</summary>
    public int Concurrency { get; set; } = 2;

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (MinLength is < 8 or > 128)
            yield return at["minLength"].Error($"{MinLength} is out of range: 8 to 128 characters");

        if (MemoryKiB is < 7_168 or > 1_048_576)
            yield return at["memoryKiB"].Error($"{MemoryKiB} is out of range: 7168 (7 MiB) to 1048576 (1 GiB)");

        if (Iterations is < 1 or > 20)
            yield return at["iterations"].Error($"{Iterations} is out of range: 1 to 20");

        if (Parallelism is < 1 or > 8)
            yield return at["parallelism"].Error($"{Parallelism} is out of range: 1 to 8");

        if (Concurrency is < 1 or > 64)
            yield return at["concurrency"].Error($"{Concurrency} is out of range: 1 to 64");

        // The weakest pair on OWASP's list is 7 MiB five times.
        if ((long)MemoryKiB * Iterations < 7_168 * 5)
            yield return at["memoryKiB"].Warning($"{MemoryKiB} KiB with {Iterations} iterations is weaker than what OWASP recommends (19456 KiB with 2)");
    }
}
