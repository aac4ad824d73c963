using System.Collections.Concurrent;
using Bulwark.Core.Hosting;

namespace Bulwark.Core.Tests.Revisions;

/// <summary>Takes every file whose text is not a refusal, and remembers what was put into force and what was dropped.</summary>
internal sealed class StandInSettings : ITierSettings
{
    public ConcurrentQueue<string> InForce { get; } = new();

    public ConcurrentQueue<string> Dropped { get; } = new();

    public IPreparedSettings Prepare(string tier, string file, IServiceProvider services)
    {
        var text = File.ReadAllText(file);
        return text.StartsWith("refuse", StringComparison.Ordinal) ? throw new OperatorException($"{tier} does not take it") : new Prepared(this, text);
    }

    private sealed class Prepared(StandInSettings owner, string text) : IPreparedSettings
    {
        private bool _isDone;

        public void PutIntoForce()
        {
            _isDone = true;
            owner.InForce.Enqueue(text);
        }

        public void Dispose()
        {
            if (!_isDone)
                owner.Dropped.Enqueue(text);
        }
    }
}
