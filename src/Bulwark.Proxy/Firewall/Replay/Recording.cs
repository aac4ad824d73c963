using System.Text.Json;
using Bulwark.Core;
using Bulwark.Waf;
using Bulwark.Waf.Acl;

namespace Bulwark.Proxy.Firewall.Replay;

/// <summary>Recorded traffic, an HTTP archive or JSON lines, and what rules say of it.</summary>
/// <param name="file">The file.</param>
public sealed class Recording(string file)
{
    /// <summary>Shows every request to rules that stand by themselves.</summary>
    /// <param name="engine">The rules.</param>
    /// <param name="showsValues">Whether examples show values.</param>
    /// <param name="progress">Is told now and then how many requests were seen, and how much of the file, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperatorException">The file cannot be read; the message says which request of it is the reason.</exception>
    public ReplayReport Replay(WafEngine engine, bool showsValues, Action<long, double>? progress, CancellationToken cancellationToken) =>
        Replay(new RuleReplay(engine).Judge, showsValues, progress, cancellationToken);

    /// <summary>Shows every request to the rules of a web ACL.</summary>
    /// <param name="acl">The web ACL.</param>
    /// <param name="showsValues">Whether examples show values.</param>
    /// <param name="progress">Is told now and then how many requests were seen, and how much of the file, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperatorException">The file cannot be read; the message says which request of it is the reason.</exception>
    public ReplayReport Replay(WebAcl acl, bool showsValues, Action<long, double>? progress, CancellationToken cancellationToken) =>
        Replay(new AclReplay(acl).Judge, showsValues, progress, cancellationToken);

    internal ReplayReport Replay(Func<RecordedRequest, ReplayVerdict> judge, bool showsValues, Action<long, double>? progress, CancellationToken cancellationToken)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var reader = new RecordingReader(stream);
            var tally = new ReplayTally(showsValues);
            while (reader.Read() is { } entry)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using (entry)
                    Add(tally, reader, entry, judge);

                progress?.Invoke(reader.Count, stream.CanSeek && stream.Length > 0 ? (double)stream.Position / stream.Length : 0);
            }

            return tally.ToReport();
        }
        catch (RecordingException e)
        {
            throw new OperatorException($"The recording {file} cannot be used: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The recording {file} cannot be read: {e.Message}", e);
        }
    }

    private static void Add(ReplayTally tally, RecordingReader reader, JsonDocument entry, Func<RecordedRequest, ReplayVerdict> judge)
    {
        if (RecordedEntry.Read(entry.RootElement, reader.IsArchive, reader.Count) is { } request)
            tally.Add(request.Number, judge(request));
        else
            tally.Skip();
    }
}
