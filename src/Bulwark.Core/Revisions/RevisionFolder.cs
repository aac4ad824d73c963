using System.Globalization;
using System.Text.Json;
using Bulwark.Core.Control;
using Bulwark.Core.Hosting;

namespace Bulwark.Core.Revisions;

/// <summary>
/// The folder <c>revisions/</c>: the text of each revision as <c>000001.jsonc</c>, and <c>history.jsonl</c>, to which lines are only ever added. Anybody of the owner's
/// processes reads; who writes holds the <see cref="RevisionLock"/>.
/// </summary>
public sealed class RevisionFolder(DataDirectory data)
{
    /// <summary>So many texts are kept, besides those that are needed.</summary>
    public const int Kept = 50;

    private readonly string _history = Path.Combine(data.Revisions, "history.jsonl");

    /// <summary>The file whose holder may write.</summary>
    internal string LockFile => Path.Combine(data.Revisions, "lock");

    /// <summary>The text of a revision.</summary>
    public string PathOf(int number) => Path.Combine(data.Revisions, string.Create(CultureInfo.InvariantCulture, $"{number:000000}.jsonc"));

    /// <summary>A value that changes whenever the history does; cheap to ask.</summary>
    public long HistoryLength
    {
        get
        {
            var file = new FileInfo(_history);
            return file.Exists ? file.Length : 0;
        }
    }

    /// <summary>The history so far; empty when nothing has ever been in force.</summary>
    /// <exception cref="OperatorException">It cannot be read, or a line of it is damaged.</exception>
    public RevisionHistory Read()
    {
        if (!File.Exists(_history))
            return new RevisionHistory([]);

        // What follows the last line end belongs to a process that died while it wrote, and was never acted upon.
        var text = PrivateFile.Read(_history).AsSpan();
        var events = new List<RevisionEvent>();
        for (int end; (end = text.IndexOf((byte)'\n')) >= 0; text = text[(end + 1)..])
            events.Add(Parse(text[..end], events.Count + 1));

        return new RevisionHistory(events);
    }

    /// <summary>Writes down what happens, before it does, and who does it.</summary>
    /// <param name="held">The right to write.</param>
    /// <param name="step">What happens.</param>
    /// <param name="by">The process that asked for it; null: this one does it.</param>
    /// <exception cref="OperatorException">The folder cannot be written.</exception>
    public void Append(RevisionLock held, RevisionEvent step, ControlPeer? by = null)
    {
        ArgumentNullException.ThrowIfNull(held);
        var user = by?.UserId ?? PeerCredentials.OwnUserId;
        var signed = step with { UserId = user, User = user == PeerCredentials.OwnUserId ? Environment.UserName : null, ProcessId = by?.ProcessId ?? Environment.ProcessId };
        PrivateFile.AppendLine(_history, JsonSerializer.SerializeToUtf8Bytes(signed, RevisionJson.Default.RevisionEvent));
    }

    /// <summary>Writes down that the time for confirming the revision in force has run out, if it has; gives the history as it then is.</summary>
    /// <exception cref="OperatorException">The folder cannot be read or written.</exception>
    public RevisionHistory Settle(RevisionLock held, DateTimeOffset now)
    {
        var history = Read();
        return history.IsOverdue(now) ? RollBack(held, history, RevisionCause.Time, now) : history;
    }

    /// <summary>Ends the trial of a revision that waits to be confirmed: the last confirmed one is in force again.</summary>
    /// <exception cref="OperatorException">The folder cannot be written.</exception>
    public RevisionHistory RollBack(RevisionLock held, RevisionHistory history, RevisionCause cause, DateTimeOffset now)
    {
        Append(held, new RevisionEvent
        {
            Number = history.InForce,
            Step = RevisionStep.RolledBack,
            Cause = cause,
            Time = now,
            Other = history.Confirmed,
            Order = [.. (history.IntendedAt(history.ConfirmBy ?? now)?.Order ?? [])],
        });
        return Read();
    }

    /// <summary>Writes the text of a new revision.</summary>
    /// <exception cref="OperatorException">The folder cannot be written.</exception>
    public void Write(RevisionLock held, int number, ReadOnlySpan<byte> text)
    {
        ArgumentNullException.ThrowIfNull(held);
        PrivateFile.Replace(PathOf(number), text);
    }

    /// <summary>Takes the text of a revision away.</summary>
    public void Remove(RevisionLock held, int number)
    {
        ArgumentNullException.ThrowIfNull(held);
        File.Delete(PathOf(number));
    }

    /// <summary>Removes old texts. Those that are in force, or would be after a rollback, stay however old they are.</summary>
    public void Prune(RevisionLock held, RevisionHistory history)
    {
        var needed = new HashSet<int> { history.InForce, history.Confirmed, history.Before(history.InForce) ?? 0 };
        var numbers = Directory.EnumerateFiles(data.Revisions, "*.jsonc")
            .Select(file => int.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number > 0)
            .OrderDescending();
        foreach (var number in numbers.Skip(Kept).Where(number => !needed.Contains(number)))
            Remove(held, number);
    }

    private RevisionEvent Parse(ReadOnlySpan<byte> line, int number)
    {
        try
        {
            return JsonSerializer.Deserialize(line, RevisionJson.Default.RevisionEvent) ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new OperatorException(
                string.Create(CultureInfo.InvariantCulture, $"{_history}:{number}: the history of revisions is damaged: {e.Message} Put the line right, or move the folder away to begin anew."), e);
        }
    }
}
