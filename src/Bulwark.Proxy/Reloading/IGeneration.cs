using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Reloading;

/// <summary>
/// Everything that a tier built from one reading of its settings, immutable. What has to outlive a change of settings (counters, caches, open connections) is the
/// tier's own and is handed to each generation. Disposed of when its last request has ended.
/// </summary>
public interface IGeneration : IDisposable
{
    /// <summary>The way of a request, from its first check to its answer.</summary>
    RequestDelegate Pipeline { get; }
}
