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

    /// <summary>Shows every request to the rules of settings.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="showsValues">Whether examples show values.</param>
    /// <param name="progress">Is told now and then how many requests were seen, and how much of the file, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperatorException">The rules do not load, or the file cannot be read; the message says which request of it is the reason.</exception>
    public ReplayReport Replay(ReplayedSettings settings, bool showsValues, Action<long, double>? progress, CancellationToken cancellationToken) =>
        Replay(settings.Load(), showsValues, progress, cancellationToken);

    /// <summary>Shows every request to the rules of two settings.</summary>
    /// <param name="inForce">Those in force.</param>
    /// <param name="proposed">Those that may take their place.</param>
    /// <param name="progress">Is told now and then how many requests were seen, and how much of the file, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperatorException">Rules do not load, or the file cannot be read; the message says which request of it is the reason.</exception>
    public ReplayComparison Compare(ReplayedSettings inForce, ReplayedSettings proposed, Action<long, double>? progress, CancellationToken cancellationToken)
    {
        var (before, after) = (new AclReplay(inForce.Load()), new AclReplay(proposed.Load()));
        var tally = new ComparisonTally();
        Read(request => tally.Add(request.Number, before.Judge(request), after.Judge(request)), tally.Skip, progress, cancellationToken);
        return tally.ToReport();
    }

    internal ReplayReport Replay(Func<RecordedRequest, ReplayVerdict> judge, bool showsValues, Action<long, double>? progress, CancellationToken cancellationToken)
    {
        var tally = new ReplayTally(showsValues);
        Read(request => tally.Add(request.Number, judge(request)), tally.Skip, progress, cancellationToken);
        return tally.ToReport();
    }

    private void Read(Action<RecordedRequest> add, Action skip, Action<long, double>? progress, CancellationToken cancellationToken)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var reader = new RecordingReader(stream);
            while (reader.Read() is { } entry)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using (entry)
                    Add(reader, entry, add, skip);

                progress?.Invoke(reader.Count, stream.CanSeek && stream.Length > 0 ? (double)stream.Position / stream.Length : 0);
            }
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

    private static void Add(RecordingReader reader, JsonDocument entry, Action<RecordedRequest> add, Action skip)
    {
        if (RecordedEntry.Read(entry.RootElement, reader.IsArchive, reader.Count) is { } request)
            add(request);
        else
            skip();
    }
}
