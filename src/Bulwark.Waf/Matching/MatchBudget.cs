using System.Runtime.InteropServices;

namespace Bulwark.Waf.Matching;

/// <summary>What one request may spend on matching, and what it has spent. Answers never depend on it: only how they are found does.</summary>
/// <remarks>A request that makes automata learn more than its share goes on without them learning, so that it cannot fill what others use.</remarks>
[StructLayout(LayoutKind.Auto)]
internal struct MatchBudget(int learningBytes)
{
    /// <summary>The usual share of a request: a few hundred states.</summary>
    public const int DefaultLearningBytes = 256 * 1024;

    public MatchBudget()
        : this(DefaultLearningBytes)
    {
    }

    /// <summary>How many bytes of states this request may still add to automata.</summary>
    public int LearningBytes { get; private set; } = learningBytes;

    /// <summary>Bytes times passes over them: the work of the request, the same whether automata have learned or not.</summary>
    public long InspectedBytes { get; private set; }

    public bool TryLearn(int bytes)
    {
        if (LearningBytes < bytes)
            return false;

        LearningBytes -= bytes;
        return true;
    }

    public void Inspected(int bytes) => InspectedBytes += bytes;
}
