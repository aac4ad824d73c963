using Bulwark.Core.Http;
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
        var lease = Enter();
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
            lease.Leave();
        }
    }

    /// <summary>Puts a generation into force. The one before is disposed of after its last request.</summary>
    public void Swap(T next) => Interlocked.Exchange(ref _current, new Lease(next)).Leave();

    /// <inheritdoc />
    public void Dispose() => Volatile.Read(ref _current).Leave();

    private Lease Enter()
    {
        while (true)
        {
            // The one that we read may have been replaced and left by its last request in this moment; then there is a newer one.
            var lease = Volatile.Read(ref _current);
            if (lease.TryEnter())
                return lease;
        }
    }

    /// <summary>Counts who needs a generation: being the current one counts as one, and each request as another.</summary>
    private sealed class Lease(T generation)
    {
        private int _holders = 1;

        public T Generation => generation;

        public bool TryEnter()
        {
            var holders = Volatile.Read(ref _holders);
            while (holders > 0)
            {
                var seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
                if (seen == holders)
                    return true;

                holders = seen;
            }

            return false;
        }

        public void Leave()
        {
            if (Interlocked.Decrement(ref _holders) == 0)
                generation.Dispose();
        }
    }
}
