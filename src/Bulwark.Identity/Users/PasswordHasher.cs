using System.Security.Cryptography;
using System.Text;
using Konscious.Security.Cryptography;

namespace Bulwark.Identity.Users;

/// <summary>
/// Hashes passwords with Argon2id, a few at a time: each one fills megabytes, so a flood of logins waits in a short line and is then turned
/// away, and never takes more memory or processors than the settings grant.
/// </summary>
internal sealed class PasswordHasher : IDisposable
{
    internal const int MaxWaiting = 32;

    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    private readonly PasswordOptions _options;
    private readonly SemaphoreSlim _slots;
    private readonly PasswordHash _nobody;
    private int _inside;

    public PasswordHasher(PasswordOptions options)
    {
        _options = options;
        _slots = new SemaphoreSlim(options.Concurrency);
        _nobody = Costs(RandomNumberGenerator.GetBytes(SaltBytes)) with { Hash = RandomNumberGenerator.GetBytes(HashBytes) };
    }

    /// <summary>A new hash under a new salt; null when too many wait already.</summary>
    public async Task<PasswordHash?> HashAsync(string password, CancellationToken cancellationToken)
    {
        var costs = Costs(RandomNumberGenerator.GetBytes(SaltBytes));
        return await ComputeAsync(password, costs, HashBytes, cancellationToken) is { } hash ? costs with { Hash = hash } : null;
    }

    /// <summary>
    /// Whether it is the password; null when too many wait already. With no hash to compare with (no such user, no password set) it takes the same
    /// time to say no, so that the time tells nobody who exists.
    /// </summary>
    public async Task<bool?> IsPasswordAsync(string password, PasswordHash? expected, CancellationToken cancellationToken)
    {
        var against = expected ?? _nobody;
        if (await ComputeAsync(password, against, against.Hash.Length, cancellationToken) is not { } actual)
            return null;

        return CryptographicOperations.FixedTimeEquals(actual, against.Hash) && expected is not null;
    }

    /// <summary>Whether the hash was made at another cost than the settings now ask for.</summary>
    public bool IsOutdated(PasswordHash hash) =>
        hash.MemoryKiB != _options.MemoryKiB || hash.Iterations != _options.Iterations || hash.Parallelism != _options.Parallelism;

    public void Dispose() => _slots.Dispose();

    private PasswordHash Costs(byte[] salt) => new(_options.MemoryKiB, _options.Iterations, _options.Parallelism, salt, []);

    private async Task<byte[]?> ComputeAsync(string password, PasswordHash costs, int length, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _inside) > _options.Concurrency + MaxWaiting)
        {
            Interlocked.Decrement(ref _inside);
            return null;
        }

        try
        {
            return await ComputeInTurnAsync(password, costs, length, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    private async Task<byte[]> ComputeInTurnAsync(string password, PasswordHash costs, int length, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            using var argon = new Argon2id(Encoding.UTF8.GetBytes(password))
            {
                Salt = costs.Salt,
                MemorySize = costs.MemoryKiB,
                Iterations = costs.Iterations,
                DegreeOfParallelism = costs.Parallelism,
            };

            // Off the request thread; a client that leaves does not free the slot before the work is done.
            return await Task.Run(() => argon.GetBytesAsync(length), CancellationToken.None);
        }
        finally
        {
            _slots.Release();
        }
    }
}
