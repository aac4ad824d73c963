using Bulwark.Core.Hosting;

namespace Bulwark.Proxy.Reloading;

/// <summary>A generation that waits to be put into force.</summary>
/// <param name="next">It belongs to this object until then.</param>
/// <param name="swap">Puts it into force.</param>
public sealed class PreparedGeneration<T>(T next, Action<T> swap) : IPreparedSettings
    where T : class, IGeneration
{
    private T? _next = next;

    /// <inheritdoc />
    public void PutIntoForce() => swap(Interlocked.Exchange(ref _next, null) ?? throw new InvalidOperationException("The settings are in force already, or abandoned."));

    /// <inheritdoc />
    public void Dispose() => Interlocked.Exchange(ref _next, null)?.Dispose();
}
