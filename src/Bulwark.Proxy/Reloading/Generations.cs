using Bulwark.Core.Http;
using Bulwark.Core.Striping;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Reloading;

/// <summary>The generation in force, and those before it that still have requests under way. A request ends under the generation under which it began.</summary>
/// <typeparam name="T">The tier's generation.</typeparam>
public sealed class Generations<T>(T first) : IDisposable
    where T : class, IGeneration
{
    private Lease _current = new(first);

    /// <summary>The generation in force.</summary>
    public T Current => Volatile.Read(ref _current).Generation;

    /// <summary>Runs a request through the generation in force.</summary>
    /// <param name="context">The request.</param>
    /// <param name="edge">Answers for what comes out of it. Here, so that one state machine less waits for each answer.</param>
    public async Task RunAsync(HttpContext context, OuterEdge edge)
    {
        var lease = Enter(out var place);
        try
        {
            await lease.Generation.Pipeline(context);
        }
#pragma warning disable CA1031 // the outer edge of the tier
        catch (Exception e)
#pragma warning restore CA1031
        {
            await edge.AnswerAsync(context, e);
        }
        finally
        {
            lease.Holders.Leave(place);
        }
    }

    /// <summary>Puts a generation into force. The one before is disposed of after its last request.</summary>
    public void Swap(T next) => Interlocked.Exchange(ref _current, new Lease(next)).Holders.Close();

    /// <inheritdoc />
    public void Dispose() => Volatile.Read(ref _current).Holders.Close();

    private Lease Enter(out int place)
    {
        while (true)
        {
            // The one that we read may have been replaced in this moment; then there is a newer one.
            var lease = Volatile.Read(ref _current);
            if (lease.Holders.TryEnter(out place))
                return lease;

            ObjectDisposedException.ThrowIf(ReferenceEquals(lease, Volatile.Read(ref _current)), this);
        }
    }

    /// <summary>A generation and the requests that began under it. Closed after it was replaced.</summary>
    private sealed class Lease(T generation)
    {
        public T Generation => generation;

        public Holders Holders { get; } = new(generation.Dispose);
    }
}
