using System.Text;
using Bulwark.Proxy.Answers;

namespace Bulwark.Proxy.RequestPath;

/// <summary>
/// The first row of the public path table: what does not exist on the public side, each entry with everything below it, compared without case.
/// </summary>
internal static class HiddenPaths
{
    /// <summary>As many leading segments of a path take part in the comparison: the longest entry's.</summary>
    public const int MaxSegments = 4;

    private static readonly HiddenPath[] Table =
    [
        new("_synapse/admin", AnswerProtocol.Matrix),
        new("_matrix/client/*/admin", AnswerProtocol.Matrix),
        new("_matrix/client/admin", AnswerProtocol.Matrix), // what is left of the line above when an empty segment is dropped
        new("_matrix/federation", AnswerProtocol.Matrix),
        new("_matrix/key", AnswerProtocol.Matrix),
        new("v1/metadata", AnswerProtocol.Hasura),
        new("v1/query", AnswerProtocol.Hasura),
        new("v2/query", AnswerProtocol.Hasura),
        new("v1alpha1/pg_dump", AnswerProtocol.Hasura),
        new("v1alpha1/config", AnswerProtocol.Hasura),
        new("dev", AnswerProtocol.Hasura),
        new("console", AnswerProtocol.Hasura),
        new("metrics", AnswerProtocol.Plain),
        new("health", AnswerProtocol.Plain),
    ];

    /// <summary>Says whether a path with these leading segments is hidden, and whose it is.</summary>
    public static bool Contains(ReadOnlySpan<byte> path, ReadOnlySpan<Range> segments, out AnswerProtocol protocol)
    {
        foreach (var entry in Table)
        {
            if (!entry.Matches(path, segments))
                continue;

            protocol = entry.Protocol;
            return true;
        }

        protocol = AnswerProtocol.Plain;
        return false;
    }

    private sealed class HiddenPath(string path, AnswerProtocol protocol)
    {
        private readonly byte[][] _segments = [.. path.Split('/').Select(Encoding.ASCII.GetBytes)];

        public AnswerProtocol Protocol => protocol;

        public bool Matches(ReadOnlySpan<byte> path, ReadOnlySpan<Range> segments)
        {
            if (segments.Length < _segments.Length)
                return false;

            for (var i = 0; i < _segments.Length; i++)
            {
                if (_segments[i] is not [(byte)'*'] && !Ascii.EqualsIgnoreCase(_segments[i], path[segments[i]]))
                    return false;
            }

            return true;
        }
    }
}
