namespace Bulwark.Homeserver.Events;

/// <summary>
/// What an event says and where it stands, shared by everything in memory that shows it, so that a redaction takes it away everywhere at once.
/// </summary>
internal sealed class EventBody(ReadOnlyMemory<byte> pdu, RoomEvent? redactedBecause)
{
    private volatile EventText _text = new(pdu, redactedBecause);

    /// <summary>As it stands now.</summary>
    public EventText Text => _text;

    /// <summary>Its place in the one order of everything durable. The event log gives it at commit; 0 until then.</summary>
    public long Position { get; set; }

    /// <summary>Leaves only what the redaction algorithm keeps. The first redaction stays the reason.</summary>
    public void Redact(RoomEvent because)
    {
        var text = _text;
        if (text.RedactedBecause is null)
            _text = new EventText(Redaction.Apply(text.Pdu), because);
    }
}
