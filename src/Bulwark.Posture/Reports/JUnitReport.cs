using System.Globalization;
using System.Xml;

namespace Bulwark.Posture.Reports;

/// <summary>The report as JUnit XML, for build servers. A probe that learned nothing is an error there: it must not look green.</summary>
public static class JUnitReport
{
    private const string Suite = "bulwark verify";

    /// <summary>Writes one document.</summary>
    public static void Write(Stream stream, PostureReport report)
    {
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true });
        xml.WriteStartElement("testsuites");
        WriteTotals(xml, report);
        xml.WriteStartElement("testsuite");
        WriteTotals(xml, report);
        xml.WriteAttributeString("timestamp", report.StartedAt.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        foreach (var probe in report.Probes)
            Write(xml, probe);

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteTotals(XmlWriter xml, PostureReport report)
    {
        xml.WriteAttributeString("name", Suite);
        xml.WriteAttributeString("tests", Number(report.Probes.Count));
        xml.WriteAttributeString("failures", Number(report.Count(ProbeOutcome.Fail)));
        xml.WriteAttributeString("errors", Number(report.Count(ProbeOutcome.Inconclusive)));
        xml.WriteAttributeString("skipped", Number(report.Count(ProbeOutcome.NotApplicable)));
        xml.WriteAttributeString("time", Seconds(report.Duration));
    }

    private static void Write(XmlWriter xml, ProbeReport report)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", report.Probe.Id);
        xml.WriteAttributeString("name", report.Probe.Meaning);
        xml.WriteAttributeString("time", Seconds(report.Duration));
        xml.WriteStartElement(Element(report.Result.Outcome));
        if (report.Result.Outcome is ProbeOutcome.Pass or ProbeOutcome.Risk)
            xml.WriteString(report.Result.Evidence);
        else
            xml.WriteAttributeString("message", report.Result.Evidence);

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static string Element(ProbeOutcome outcome) => outcome switch
    {
        ProbeOutcome.Pass or ProbeOutcome.Risk => "system-out",
        ProbeOutcome.Fail => "failure",
        ProbeOutcome.Inconclusive => "error",
        ProbeOutcome.NotApplicable => "skipped",
    };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
}
